/*
 * isms.h: the C interface of isms-core, an engine for information security management systems.
 *
 * Generated from the Rust sources; a test compares it. SPDX-License-Identifier: MIT OR Apache-2.0
 *
 * CONVENTIONS
 *
 * Calls. A function that can fail returns an isms_status and takes `isms_error **err` last. `err` may be NULL. Where it
 * is not, the call writes it: NULL on success, else an error to free with isms_error_free. What stood there before is
 * overwritten, not freed. Outputs (`out`) are set to NULL or 0 when a call fails, and must not be NULL.
 *
 * Ownership. What a call gives through `out` or `err` belongs to the caller, who frees it with the `_free` function of
 * its type, once. Each `_free` takes NULL. Nothing else is freed: an isms_str is borrowed from its handle. No argument
 * is kept after a call returns, and no handle depends on another: free them in any order.
 *
 * Texts. In: a pointer and a length in bytes, UTF-8, no NUL needed; ISMS_CSTR("...") gives both from a C string. Out:
 * a pointer and a length; after the last byte stands a NUL that is not counted. A text may hold a NUL of its own.
 *
 * Threads. There is no global state and nothing to initialise. isms_document, isms_assessment, isms_catalogue, isms_bytes and isms_error
 * are immutable: any number of threads may use one at once, as long as none frees it. isms_read_options can be changed:
 * while one thread sets an option, no other may use it.
 *
 * Bad pointers. NULL where a handle or text must be is ISMS_STATUS_NULL_ARGUMENT. A pointer that is neither NULL nor
 * what the function asks for is undefined behaviour, as everywhere in C; so is a handle after its `_free`.
 *
 * Faults. A fault of the engine does not unwind into the caller: it becomes ISMS_STATUS_PANIC. The message also goes to
 * the standard error stream, unless the program installed a panic hook of its own through Rust.
 *
 * Versions. ISMS_ABI_VERSION grows with every change that a compiled program could notice; compare it with
 * isms_abi_version() at the start. New functions, statuses, reports and codes are added; numbers and names are never
 * given another meaning.
 */


#ifndef ISMS_H
#define ISMS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The version of the library this header belongs to. */
#define ISMS_VERSION_MAJOR 0
#define ISMS_VERSION_MINOR 1
#define ISMS_VERSION_PATCH 0
#define ISMS_VERSION "0.1.0"

/* A C string as the two arguments a text takes. It is evaluated twice. */
#define ISMS_CSTR(text) (text), strlen(text)

/**
 * The number of this interface. It grows with every change that a program compiled before could notice.
 */
#define ISMS_ABI_VERSION 2

/**
 * How a call ended. Numbers are never given another meaning; new ones are added at the end, before 99. Handle a number
 * you do not know as a failure.
 */
enum isms_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : int32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
  /**
   * The call did what it was asked; the outputs are written.
   */
  ISMS_STATUS_OK = 0,
  /**
   * A pointer that must point at something is NULL.
   */
  ISMS_STATUS_NULL_ARGUMENT = 1,
  /**
   * A text argument is not UTF-8. (A document that is not UTF-8 gives ISMS_STATUS_DOCUMENT.)
   */
  ISMS_STATUS_INVALID_UTF8 = 2,
  /**
   * The document is not well formed; the error lists every problem.
   */
  ISMS_STATUS_DOCUMENT = 3,
  /**
   * A single value, such as a date, is not what its type demands.
   */
  ISMS_STATUS_INVALID_VALUE = 4,
  /**
   * Something asked for by name is not there.
   */
  ISMS_STATUS_NOT_FOUND = 5,
  /**
   * An option is out of its range or contradicts another.
   */
  ISMS_STATUS_OPTION = 6,
  /**
   * Two values cannot be compared or combined.
   */
  ISMS_STATUS_INCOMPARABLE = 7,
  /**
   * A number does not fit the range of its type.
   */
  ISMS_STATUS_OVERFLOW = 8,
  /**
   * A fault of the engine was stopped at the boundary. Handles stay usable. Please report it.
   */
  ISMS_STATUS_PANIC = 99,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum isms_status isms_status;
#else
typedef int32_t isms_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

/**
 * Everything derived from a document as of a day. It is immutable, can be used from several threads at once, and lives
 * on when the document is freed. Free it with isms_assessment_free.
 */
typedef struct isms_assessment isms_assessment;

/**
 * Bytes the library made: a report, a document, a digest. Free them with isms_bytes_free. They are immutable and can
 * be read from several threads at once.
 */
typedef struct isms_bytes isms_bytes;

/**
 * Frameworks, published claims about how their entries relate, and what follows from these. It is immutable and can be
 * used from several threads at once. Free it with isms_catalogue_free; what was made from it may live longer.
 */
typedef struct isms_catalogue isms_catalogue;

/**
 * A document that was read. It is immutable and can be used from several threads at once. Free it with
 * isms_document_free; assessments made from it may live longer.
 */
typedef struct isms_document isms_document;

/**
 * What went wrong in one call. Made by a failing call through its last argument; free it with isms_error_free. It is
 * immutable and can be read from several threads at once.
 */
typedef struct isms_error isms_error;

/**
 * How a document is read. The only handle that can be changed: while one thread sets an option no other may use it;
 * reading with it from several threads at once is allowed. Free it with isms_read_options_free.
 */
typedef struct isms_read_options isms_read_options;

/**
 * A text that is borrowed from a handle and lives as long as it: UTF-8, `len` bytes, then a NUL that is not counted.
 * `data` is NULL where there is no text.
 */
typedef struct {
  /**
   * The first byte, or NULL.
   */
  const char *data;
  /**
   * How many bytes.
   */
  size_t len;
} isms_str;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * The ISMS_ABI_VERSION the library was built with. Compare it with that of the header before anything else.
 */
uint32_t isms_abi_version(void);

/**
 * The version of the library, such as `0.1.0`, ended by a NUL. It lives as long as the library; never free it.
 */
const char *isms_version(void);

/**
 * The JSON Schema (2020-12) of the document format.
 *
 * Requires:
 * `out` and `err` are NULL or writable.
 */
isms_status isms_schema_json(isms_bytes **out,
                             isms_error **err);

/**
 * What a code means, in JSON: `code`, `severity`, `origin`, `title`, `explanation`. ISMS_STATUS_NOT_FOUND for a code
 * there is not.
 *
 * Requires:
 * `code` is NULL or points at `len` bytes; `out` and `err` are NULL or writable.
 */
isms_status isms_explain(const char *code,
                         size_t len,
                         isms_bytes **out,
                         isms_error **err);

/**
 * The status the failing call returned; ISMS_STATUS_OK for NULL.
 *
 * Requires:
 * `error` is NULL or a live handle.
 */
isms_status isms_error_status(const isms_error *error);

/**
 * The stable code, such as `D-007`; isms_explain says what it means. Borrowed from the error.
 *
 * Requires:
 * `error` is NULL or a live handle.
 */
isms_str isms_error_code(const isms_error *error);

/**
 * One line for a person, without a line break. Borrowed from the error.
 *
 * Requires:
 * `error` is NULL or a live handle.
 */
isms_str isms_error_message(const isms_error *error);

/**
 * Where in the document, as a JSON pointer (RFC 6901); `data` is NULL where the error has no place. The document as a
 * whole is the empty pointer: `len` is 0, `data` is not NULL. Borrowed from the error.
 *
 * Requires:
 * `error` is NULL or a live handle.
 */
isms_str isms_error_path(const isms_error *error);

/**
 * What to do about it; `data` is NULL where there is no advice. Borrowed from the error.
 *
 * Requires:
 * `error` is NULL or a live handle.
 */
isms_str isms_error_help(const isms_error *error);

/**
 * How many problems isms_error_to_json lists: those of a refused document (at most 1000), else 0.
 *
 * Requires:
 * `error` is NULL or a live handle.
 */
size_t isms_error_finding_count(const isms_error *error);

/**
 * The error in JSON: `kind`, `code`, `message`, `path`, `help`, and in `findings` every problem of a refused document
 * with its code, path, message, help, line and column.
 *
 * Requires:
 * `error` is NULL or a live handle; `out` is NULL or writable; `err` is NULL or writable, and is not where `error` is
 * kept.
 */
isms_status isms_error_to_json(const isms_error *error,
                               isms_bytes **out,
                               isms_error **err);

/**
 * Frees an error. NULL is allowed.
 *
 * Requires:
 * `error` is NULL or a live handle, and is not used again.
 */
void isms_error_free(isms_error *error);

/**
 * The first byte. After the last one stands a NUL that is not counted, so text can be printed as it is. NULL for NULL.
 *
 * Requires:
 * `bytes` is NULL or a live handle.
 */
const char *isms_bytes_data(const isms_bytes *bytes);

/**
 * How many bytes; 0 for NULL.
 *
 * Requires:
 * `bytes` is NULL or a live handle.
 */
size_t isms_bytes_len(const isms_bytes *bytes);

/**
 * Frees bytes. NULL is allowed.
 *
 * Requires:
 * `bytes` is NULL or a live handle, and is not used again.
 */
void isms_bytes_free(isms_bytes *bytes);

/**
 * The defaults: JSON, unknown members refused, at most 64 MiB, 128 levels and 10^6 items of one list or object. NULL only
 * if memory could not be had.
 */
isms_read_options *isms_read_options_new(void);

/**
 * Sets the syntax: `json` or `yaml`. ISMS_STATUS_OPTION for any other word.
 *
 * Requires:
 * `options` is NULL or a live handle nobody else uses; `format` is NULL or points at `len` bytes; `err` is NULL or
 * writable.
 */
isms_status isms_read_options_set_format(isms_read_options *options,
                                         const char *format,
                                         size_t len,
                                         isms_error **err);

/**
 * Keeps unknown members, and writes them again, in place of refusing them. 0 is no, anything else yes.
 *
 * Requires:
 * `options` is NULL or a live handle nobody else uses; `err` is NULL or writable.
 */
isms_status isms_read_options_set_preserve_unknown(isms_read_options *options,
                                                   int32_t preserve,
                                                   isms_error **err);

/**
 * Sets the longest document in bytes.
 *
 * Requires:
 * `options` is NULL or a live handle nobody else uses; `err` is NULL or writable.
 */
isms_status isms_read_options_set_max_bytes(isms_read_options *options,
                                            size_t max_bytes,
                                            isms_error **err);

/**
 * Sets the deepest nesting of lists and objects.
 *
 * Requires:
 * `options` is NULL or a live handle nobody else uses; `err` is NULL or writable.
 */
isms_status isms_read_options_set_max_depth(isms_read_options *options,
                                            size_t max_depth,
                                            isms_error **err);

/**
 * Sets the most items of one list or object.
 *
 * Requires:
 * `options` is NULL or a live handle nobody else uses; `err` is NULL or writable.
 */
isms_status isms_read_options_set_max_items(isms_read_options *options,
                                            size_t max_items,
                                            isms_error **err);

/**
 * Frees options. NULL is allowed.
 *
 * Requires:
 * `options` is NULL or a live handle, and is not used again.
 */
void isms_read_options_free(isms_read_options *options);

/**
 * Reads a document of `len` bytes. `options` may be NULL for the defaults. On ISMS_STATUS_DOCUMENT the error lists every
 * problem at once. Time and memory grow with `len`.
 *
 * Requires:
 * `data` is NULL or points at `len` bytes; `options` is NULL or a live handle; `out` and `err` are NULL or writable.
 */
isms_status isms_document_read(const char *data,
                               size_t len,
                               const isms_read_options *options,
                               isms_document **out,
                               isms_error **err);

/**
 * The document in canonical JSON. Reading it again gives the same document and the same bytes.
 *
 * Requires:
 * `document` is NULL or a live handle; `out` and `err` are NULL or writable.
 */
isms_status isms_document_to_json(const isms_document *document,
                                  isms_bytes **out,
                                  isms_error **err);

/**
 * SHA-256 of the canonical document with the version of the format, in 64 hexadecimal digits.
 *
 * Requires:
 * `document` is NULL or a live handle; `out` and `err` are NULL or writable.
 */
isms_status isms_document_digest(const isms_document *document,
                                 isms_bytes **out,
                                 isms_error **err);

/**
 * How many items a collection has. Collections are named as in the format: `assets`, `risks`, `controls`, …
 * ISMS_STATUS_NOT_FOUND for any other word.
 *
 * Requires:
 * `document` is NULL or a live handle; `collection` is NULL or points at `len` bytes; `out` and `err` are NULL or
 * writable.
 */
isms_status isms_document_count(const isms_document *document,
                                const char *collection,
                                size_t len,
                                size_t *out,
                                isms_error **err);

/**
 * Assesses a document with the built-in catalogue, as of a day written `2026-03-31`. ISMS_STATUS_INVALID_VALUE for what
 * is no date.
 *
 * Requires:
 * `document` is NULL or a live handle; `as_of` is NULL or points at `len` bytes; `out` and `err` are NULL or writable.
 */
isms_status isms_assess(const isms_document *document,
                        const char *as_of,
                        size_t len,
                        isms_assessment **out,
                        isms_error **err);

/**
 * Frees a document. NULL is allowed.
 *
 * Requires:
 * `document` is NULL or a live handle, and is not used again.
 */
void isms_document_free(isms_document *document);

/**
 * A report by its name (such as `findings`) and format (such as `json`). ISMS_STATUS_NOT_FOUND for a name there is not,
 * or a format the report does not have.
 *
 * Requires:
 * `assessment` is NULL or a live handle; `name` and `format` are NULL or point at `name_len` and `format_len` bytes;
 * `out` and `err` are NULL or writable.
 */
isms_status isms_assessment_report(const isms_assessment *assessment,
                                   const char *name,
                                   size_t name_len,
                                   const char *format,
                                   size_t format_len,
                                   isms_bytes **out,
                                   isms_error **err);

/**
 * How many findings there are, whether or not the report lists them.
 *
 * Requires:
 * `assessment` is NULL or a live handle; `out` and `err` are NULL or writable.
 */
isms_status isms_assessment_finding_count(const isms_assessment *assessment,
                                          size_t *out,
                                          isms_error **err);

/**
 * How many findings there are of one code, whether or not the report lists them. ISMS_STATUS_NOT_FOUND for a code there
 * is not.
 *
 * Requires:
 * `assessment` is NULL or a live handle; `code` is NULL or points at `len` bytes; `out` and `err` are NULL or writable.
 */
isms_status isms_assessment_finding_count_of(const isms_assessment *assessment,
                                             const char *code,
                                             size_t len,
                                             size_t *out,
                                             isms_error **err);

/**
 * Frees an assessment. NULL is allowed.
 *
 * Requires:
 * `assessment` is NULL or a live handle, and is not used again.
 */
void isms_assessment_free(isms_assessment *assessment);

/**
 * The catalogue that is built in. NULL only if memory could not be had.
 */
isms_catalogue *isms_catalogue_builtin(void);

/**
 * A further catalogue: a given one with a pack of `len` bytes laid over it. `options` may be NULL for the defaults. `digest`
 * may be NULL; otherwise the pack must have it. On ISMS_STATUS_DOCUMENT the error lists every problem at once, and
 * the given catalogue is what it was.
 *
 * Requires:
 * `catalogue` is NULL or a live handle; `data` is NULL or points at `len` bytes; `options` is NULL or a live handle;
 * `digest` is NULL or points at `digest_len` bytes; `out` and `err` are NULL or writable.
 */
isms_status isms_catalogue_with_pack(const isms_catalogue *catalogue,
                                     const char *data,
                                     size_t len,
                                     const isms_read_options *options,
                                     const char *digest,
                                     size_t digest_len,
                                     isms_catalogue **out,
                                     isms_error **err);

/**
 * A report by its name, with arguments each behind a blank (such as `map iso27001-2022:A.8.7 nist-csf-2.0`), and format (such as
 * `json`). ISMS_STATUS_NOT_FOUND for a name, format, framework or entry there is not. The first report that needs them
 * composes the claims of the catalogue, which takes longer than those after it.
 *
 * Requires:
 * `catalogue` is NULL or a live handle; `name` and `format` are NULL or point at `name_len` and `format_len` bytes;
 * `out` and `err` are NULL or writable.
 */
isms_status isms_catalogue_report(const isms_catalogue *catalogue,
                                  const char *name,
                                  size_t name_len,
                                  const char *format,
                                  size_t format_len,
                                  isms_bytes **out,
                                  isms_error **err);

/**
 * Assesses a document as of a day, `YYYY-MM-DD`, with a catalogue of your own; otherwise as isms_assess.
 *
 * Requires:
 * `catalogue` and `document` are NULL or live handles; `as_of` is NULL or points at `len` bytes; `out` and `err` are NULL
 * or writable.
 */
isms_status isms_catalogue_assess(const isms_catalogue *catalogue,
                                  const isms_document *document,
                                  const char *as_of,
                                  size_t len,
                                  isms_assessment **out,
                                  isms_error **err);

/**
 * Frees a catalogue. NULL is allowed.
 *
 * Requires:
 * `catalogue` is NULL or a live handle, and is not used again.
 */
void isms_catalogue_free(isms_catalogue *catalogue);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ISMS_H */
