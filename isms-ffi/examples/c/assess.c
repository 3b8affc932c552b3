#include <isms.h>
#include <stdio.h>

int main(void) {
    const char *text = "{\"isms\": \"1\", \"organisation\": {\"name\": \"Acme\"}}";
    isms_document *document = NULL;
    isms_assessment *assessment = NULL;
    isms_bytes *findings = NULL;
    isms_error *error = NULL;

    if (isms_document_read(ISMS_CSTR(text), NULL, &document, &error) == ISMS_STATUS_OK &&
        isms_assess(document, ISMS_CSTR("2026-03-31"), &assessment, &error) == ISMS_STATUS_OK &&
        isms_assessment_report(assessment, ISMS_CSTR("findings"), ISMS_CSTR("json"), &findings, &error) ==
            ISMS_STATUS_OK) {
        printf("%s\n", isms_bytes_data(findings));
    } else {
        fprintf(stderr, "%s: %s\n", isms_error_code(error).data, isms_error_message(error).data);
    }

    int failed = error != NULL;
    isms_error_free(error);
    isms_bytes_free(findings);
    isms_assessment_free(assessment);
    isms_document_free(document);
    return failed;
}
