// The header in C++17: handles in unique_ptr, statuses as a typed enum.
#include <isms.h>

#include <cstdio>
#include <memory>
#include <type_traits>

static_assert(std::is_same<std::underlying_type<isms_status>::type, int32_t>::value, "a status is 32 bits wide");

struct Free {
    void operator()(isms_document *document) const { isms_document_free(document); }
    void operator()(isms_error *error) const { isms_error_free(error); }
};

int main() {
    isms_document *document = nullptr;
    isms_error *error = nullptr;
    const isms_status status = isms_document_read(ISMS_CSTR("{}"), nullptr, &document, &error);
    const std::unique_ptr<isms_document, Free> owned(document);
    const std::unique_ptr<isms_error, Free> refused(error);
    const bool right = status == ISMS_STATUS_DOCUMENT && !owned && isms_error_finding_count(refused.get()) > 0;
    std::puts(right ? "header: ok" : "header: wrong");
    return right ? 0 : 1;
}
