/* Two deliberate faults, for scripts/check-memory: a memory checker that does not report them is not looking. */
#include <isms.h>
#include <stdio.h>

int main(int argc, char **argv) {
    isms_document *document = NULL;
    size_t count = 0;

    if (argc != 2 || isms_document_read(ISMS_CSTR("{\"isms\": \"1\", \"organisation\": {\"name\": \"Acme\"}}"), NULL,
                                        &document, NULL) != ISMS_STATUS_OK) {
        return 2;
    }
    if (strcmp(argv[1], "use-after-free") == 0) {
        isms_document_free(document);
        isms_document_count(document, ISMS_CSTR("assets"), &count, NULL);
        printf("%lu\n", (unsigned long)count);
        return 0;
    }
    if (strcmp(argv[1], "leak") == 0) {
        document = NULL;
        return 0;
    }
    return 2;
}
