#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| { isms_fuzz::pack::pack(data) });
