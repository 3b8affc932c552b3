/* Every function, every path of failure, and threads, as a C program sees them. Exits with 1 if a check fails. */
#include <isms.h>
#include <pthread.h>
#include <stdio.h>

static int failures = 0;

#define CHECK(condition)                                                        \
    do {                                                                        \
        if (!(condition)) {                                                     \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
            failures++;                                                         \
        }                                                                       \
    } while (0)

static const char ACME[] = "{\"isms\": \"1\", \"organisation\": {\"name\": \"Acme\"}, \"assets\": {"
                           "\"A-2\": {\"name\": \"database\", \"kind\": \"software\"}, "
                           "\"A-1\": {\"name\": \"crm\", \"kind\": \"service\", \"depends_on\": {\"A-2\": {}}}}}";

static int same(const isms_bytes *bytes, const char *text) {
    return isms_bytes_len(bytes) == strlen(text) && memcmp(isms_bytes_data(bytes), text, strlen(text) + 1) == 0;
}

static int has(const isms_bytes *bytes, const char *part) {
    return isms_bytes_data(bytes) != NULL && strstr(isms_bytes_data(bytes), part) != NULL;
}

/* Checks an error, reads all of it, and frees it. */
static void refused(int line, isms_status got, isms_status wanted, const char *code, isms_error **err) {
    isms_bytes *json = NULL;
    isms_error *second = NULL;
    if (got != wanted || *err == NULL || isms_error_status(*err) != wanted) {
        fprintf(stderr, "%s:%d: status %d, not %d\n", __FILE__, line, (int)got, (int)wanted);
        failures++;
        isms_error_free(*err);
        *err = NULL;
        return;
    }
    if (strcmp(isms_error_code(*err).data, code) != 0) {
        fprintf(stderr, "%s:%d: code %s, not %s\n", __FILE__, line, isms_error_code(*err).data, code);
        failures++;
    }
    CHECK(isms_error_message(*err).len == strlen(isms_error_message(*err).data));
    CHECK(isms_error_to_json(*err, &json, &second) == ISMS_STATUS_OK && second == NULL);
    CHECK(has(json, code) && has(json, "\"findings\":["));
    isms_bytes_free(json);
    isms_error_free(*err);
    *err = NULL;
}
#define REFUSED(call, status, code) refused(__LINE__, (call), (status), (code), &err)

static isms_document *read_acme(void) {
    isms_document *document = NULL;
    isms_error *err = NULL;
    CHECK(isms_document_read(ISMS_CSTR(ACME), NULL, &document, &err) == ISMS_STATUS_OK);
    CHECK(document != NULL && err == NULL);
    return document;
}

static isms_assessment *assess(const isms_document *document) {
    isms_assessment *assessment = NULL;
    isms_error *err = NULL;
    CHECK(isms_assess(document, ISMS_CSTR("2026-03-31"), &assessment, &err) == ISMS_STATUS_OK);
    CHECK(assessment != NULL && err == NULL);
    return assessment;
}

static void versions(void) {
    char version[64];
    CHECK(isms_abi_version() == ISMS_ABI_VERSION);
    CHECK(strcmp(isms_version(), ISMS_VERSION) == 0);
    snprintf(version, sizeof version, "%d.%d.%d", ISMS_VERSION_MAJOR, ISMS_VERSION_MINOR, ISMS_VERSION_PATCH);
    CHECK(strcmp(version, ISMS_VERSION) == 0);
    CHECK(sizeof(isms_status) == 4);
    CHECK(ISMS_STATUS_OK == 0 && ISMS_STATUS_NULL_ARGUMENT == 1 && ISMS_STATUS_INVALID_UTF8 == 2);
    CHECK(ISMS_STATUS_DOCUMENT == 3 && ISMS_STATUS_INVALID_VALUE == 4 && ISMS_STATUS_NOT_FOUND == 5);
    CHECK(ISMS_STATUS_OPTION == 6 && ISMS_STATUS_INCOMPARABLE == 7 && ISMS_STATUS_OVERFLOW == 8);
    CHECK(ISMS_STATUS_PANIC == 99);
}

static void happy_path(void) {
    isms_document *document = read_acme();
    isms_assessment *assessment = assess(document);
    isms_document *again = NULL;
    isms_bytes *first = NULL, *second = NULL;
    size_t count = 99;

    CHECK(isms_document_count(document, ISMS_CSTR("assets"), &count, NULL) == ISMS_STATUS_OK && count == 2);
    CHECK(isms_document_count(document, ISMS_CSTR("risks"), &count, NULL) == ISMS_STATUS_OK && count == 0);

    /* Canonical: sorted, compact; what was read again is the same. */
    CHECK(isms_document_to_json(document, &first, NULL) == ISMS_STATUS_OK);
    CHECK(has(first, "\"assets\":{\"A-1\":{\"name\":\"crm\""));
    CHECK(isms_document_read(isms_bytes_data(first), isms_bytes_len(first), NULL, &again, NULL) == ISMS_STATUS_OK);
    CHECK(isms_document_to_json(again, &second, NULL) == ISMS_STATUS_OK);
    CHECK(same(second, isms_bytes_data(first)));
    isms_bytes_free(first);
    isms_bytes_free(second);
    CHECK(isms_document_digest(document, &first, NULL) == ISMS_STATUS_OK && isms_bytes_len(first) == 64);
    CHECK(isms_document_digest(again, &second, NULL) == ISMS_STATUS_OK && same(second, isms_bytes_data(first)));
    isms_bytes_free(first);
    isms_bytes_free(second);

    /* An assessment outlives its document. */
    isms_document_free(document);
    isms_document_free(again);
    CHECK(isms_assessment_report(assessment, ISMS_CSTR("findings"), ISMS_CSTR("json"), &first, NULL) ==
          ISMS_STATUS_OK);
    CHECK(isms_bytes_len(first) >= 2 && isms_bytes_data(first)[0] == '[');
    CHECK(isms_assessment_finding_count(assessment, &count, NULL) == ISMS_STATUS_OK);
    CHECK((count == 0) == same(first, "[]"));
    CHECK(isms_assessment_finding_count_of(assessment, ISMS_CSTR("D-007"), &count, NULL) == ISMS_STATUS_OK);
    CHECK(count == 0);
    isms_bytes_free(first);
    isms_assessment_free(assessment);

    CHECK(isms_schema_json(&first, NULL) == ISMS_STATUS_OK && has(first, "2020-12"));
    isms_bytes_free(first);
    CHECK(isms_explain(ISMS_CSTR("D-007"), &first, NULL) == ISMS_STATUS_OK && has(first, "\"title\":\"unknown member\""));
    isms_bytes_free(first);
}

static void options(void) {
    static const char YAML[] = "isms: '1'\norganisation: {name: Acme, x-colour: blue}\n";
    isms_read_options *opts = isms_read_options_new();
    isms_document *document = NULL;
    isms_bytes *json = NULL;
    isms_error *err = NULL;

    CHECK(opts != NULL);
    REFUSED(isms_document_read(ISMS_CSTR(YAML), opts, &document, &err), ISMS_STATUS_DOCUMENT, "D-001");
    CHECK(isms_read_options_set_format(opts, ISMS_CSTR("yaml"), &err) == ISMS_STATUS_OK && err == NULL);
    REFUSED(isms_document_read(ISMS_CSTR(YAML), opts, &document, &err), ISMS_STATUS_DOCUMENT, "D-007");
    CHECK(isms_read_options_set_preserve_unknown(opts, -1, &err) == ISMS_STATUS_OK);
    CHECK(isms_document_read(ISMS_CSTR(YAML), opts, &document, &err) == ISMS_STATUS_OK);
    CHECK(isms_document_to_json(document, &json, NULL) == ISMS_STATUS_OK && has(json, "\"x-colour\":\"blue\""));
    isms_bytes_free(json);
    isms_document_free(document);
    CHECK(isms_read_options_set_preserve_unknown(opts, 0, &err) == ISMS_STATUS_OK);
    REFUSED(isms_document_read(ISMS_CSTR(YAML), opts, &document, &err), ISMS_STATUS_DOCUMENT, "D-007");

    CHECK(isms_read_options_set_format(opts, ISMS_CSTR("json"), &err) == ISMS_STATUS_OK);
    CHECK(isms_read_options_set_max_depth(opts, 2, &err) == ISMS_STATUS_OK);
    REFUSED(isms_document_read(ISMS_CSTR(ACME), opts, &document, &err), ISMS_STATUS_DOCUMENT, "D-004");
    CHECK(isms_read_options_set_max_depth(opts, 128, &err) == ISMS_STATUS_OK);
    CHECK(isms_read_options_set_max_items(opts, 1, &err) == ISMS_STATUS_OK);
    REFUSED(isms_document_read(ISMS_CSTR(ACME), opts, &document, &err), ISMS_STATUS_DOCUMENT, "D-005");
    CHECK(isms_read_options_set_max_items(opts, 1000, &err) == ISMS_STATUS_OK);
    CHECK(isms_read_options_set_max_bytes(opts, 10, &err) == ISMS_STATUS_OK);
    REFUSED(isms_document_read(ISMS_CSTR(ACME), opts, &document, &err), ISMS_STATUS_DOCUMENT, "D-003");
    CHECK(isms_read_options_set_max_bytes(opts, sizeof ACME - 1, &err) == ISMS_STATUS_OK);
    CHECK(isms_document_read(ISMS_CSTR(ACME), opts, &document, &err) == ISMS_STATUS_OK);
    isms_document_free(document);

    /* A refused word leaves the option as it was. */
    REFUSED(isms_read_options_set_format(opts, ISMS_CSTR("toml"), &err), ISMS_STATUS_OPTION, "B-005");
    REFUSED(isms_read_options_set_format(opts, "\xff", 1, &err), ISMS_STATUS_INVALID_UTF8, "B-002");
    CHECK(isms_document_read(ISMS_CSTR(ACME), opts, &document, &err) == ISMS_STATUS_OK);
    isms_document_free(document);
    isms_read_options_free(opts);
}

static void bad_documents(void) {
    isms_document *document = NULL;
    isms_bytes *json = NULL;
    isms_error *err = NULL;
    const char *several = "{\"isms\": \"1\",\n \"organisation\": {\"name\": 7},\n \"assets\": {\"A 1\": {}}}";

    /* All problems at once: a name that is a number, an id with a space, and its two missing members. */
    CHECK(isms_document_read(ISMS_CSTR(several), NULL, &document, &err) == ISMS_STATUS_DOCUMENT);
    CHECK(document == NULL && err != NULL);
    CHECK(isms_error_finding_count(err) == 4);
    CHECK(isms_error_path(err).data != NULL && isms_error_path(err).data[0] == '/');
    CHECK(isms_error_to_json(err, &json, NULL) == ISMS_STATUS_OK);
    CHECK(has(json, "\"D-009\"") && has(json, "\"D-011\"") && has(json, "\"D-008\"") && has(json, "\"line\":3"));
    isms_bytes_free(json);
    isms_error_free(err);

    /* A syntax error has a place: the whole document, which is the empty pointer. */
    CHECK(isms_document_read(ISMS_CSTR("{"), NULL, &document, &err) == ISMS_STATUS_DOCUMENT);
    CHECK(isms_error_path(err).data != NULL && isms_error_path(err).len == 0);
    CHECK(isms_error_finding_count(err) == 1);
    isms_error_free(err);

    CHECK(isms_document_read(ISMS_CSTR("{\"isms\": \"1\", \"organisation\": {\"nmae\": \"A\"}}"), NULL, &document, &err) ==
          ISMS_STATUS_DOCUMENT);
    CHECK(isms_error_to_json(err, &json, NULL) == ISMS_STATUS_OK && has(json, "did you mean `name`?"));
    isms_bytes_free(json);
    isms_error_free(err);
    err = NULL;

    REFUSED(isms_document_read("\xff\xfe", 2, NULL, &document, &err), ISMS_STATUS_DOCUMENT, "D-002");
    REFUSED(isms_document_read("", 0, NULL, &document, &err), ISMS_STATUS_DOCUMENT, "D-001");
    REFUSED(isms_document_read("{}\0", 3, NULL, &document, &err), ISMS_STATUS_DOCUMENT, "D-001");
    CHECK(document == NULL);

    /* Without a place for the error the status alone says it. */
    CHECK(isms_document_read(ISMS_CSTR("["), NULL, &document, NULL) == ISMS_STATUS_DOCUMENT);
}

static void bad_arguments(void) {
    isms_document *document = read_acme(), *read = document;
    isms_assessment *assessment = assess(document), *none = assessment;
    isms_bytes *bytes = NULL;
    isms_error *err = NULL;
    size_t count = 99;

    REFUSED(isms_assess(document, ISMS_CSTR("31.03.2026"), &none, &err), ISMS_STATUS_INVALID_VALUE, "D-013");
    CHECK(none == NULL); /* a failing call clears its output */
    REFUSED(isms_assess(document, ISMS_CSTR("2026-02-29"), &none, &err), ISMS_STATUS_INVALID_VALUE, "D-013");
    REFUSED(isms_assess(document, "", 0, &none, &err), ISMS_STATUS_INVALID_VALUE, "D-013");
    REFUSED(isms_assess(document, "2026-03-31\xc3", 11, &none, &err), ISMS_STATUS_INVALID_UTF8, "B-002");
    REFUSED(isms_assessment_report(assessment, ISMS_CSTR("finding"), ISMS_CSTR("json"), &bytes, &err),
            ISMS_STATUS_NOT_FOUND, "R-001");
    REFUSED(isms_assessment_report(assessment, ISMS_CSTR("findings"), ISMS_CSTR("docx"), &bytes, &err),
            ISMS_STATUS_NOT_FOUND, "R-001");
    REFUSED(isms_assessment_report(assessment, "\x80", 1, ISMS_CSTR("json"), &bytes, &err), ISMS_STATUS_INVALID_UTF8,
            "B-002");
    REFUSED(isms_assessment_report(assessment, ISMS_CSTR("findings"), "\x80", 1, &bytes, &err),
            ISMS_STATUS_INVALID_UTF8, "B-002");
    REFUSED(isms_document_count(document, ISMS_CSTR("Assets"), &count, &err), ISMS_STATUS_NOT_FOUND, "B-005");
    CHECK(count == 0);
    REFUSED(isms_document_count(document, "\x80", 1, &count, &err), ISMS_STATUS_INVALID_UTF8, "B-002");
    REFUSED(isms_document_count(document, "a", (size_t)-1, &count, &err), ISMS_STATUS_OVERFLOW, "B-003");
    REFUSED(isms_assessment_finding_count_of(assessment, ISMS_CSTR("D-999"), &count, &err), ISMS_STATUS_NOT_FOUND,
            "B-005");
    REFUSED(isms_assessment_finding_count_of(assessment, "\x80", 1, &count, &err), ISMS_STATUS_INVALID_UTF8, "B-002");
    REFUSED(isms_explain(ISMS_CSTR("D-999"), &bytes, &err), ISMS_STATUS_NOT_FOUND, "B-005");
    REFUSED(isms_explain("\x80", 1, &bytes, &err), ISMS_STATUS_INVALID_UTF8, "B-002");
    REFUSED(isms_document_read("x", (size_t)-1, NULL, &read, &err), ISMS_STATUS_OVERFLOW, "B-003");
    CHECK(bytes == NULL && read == NULL);
    isms_document_free(document);
    isms_assessment_free(assessment);
}

static void null_arguments(void) {
    isms_document *document = read_acme(), *read = NULL;
    isms_assessment *assessment = assess(document), *made = NULL;
    isms_read_options *opts = isms_read_options_new();
    isms_bytes *bytes = NULL;
    isms_error *err = NULL, *failed = NULL;
    size_t count = 0;
    const isms_status missing = ISMS_STATUS_NULL_ARGUMENT;

    REFUSED(isms_document_read(NULL, 0, NULL, &read, &err), missing, "B-001");
    REFUSED(isms_document_read("{}", 2, NULL, NULL, &err), missing, "B-001");
    REFUSED(isms_document_to_json(NULL, &bytes, &err), missing, "B-001");
    REFUSED(isms_document_to_json(document, NULL, &err), missing, "B-001");
    REFUSED(isms_document_digest(NULL, &bytes, &err), missing, "B-001");
    REFUSED(isms_document_digest(document, NULL, &err), missing, "B-001");
    REFUSED(isms_document_count(NULL, ISMS_CSTR("assets"), &count, &err), missing, "B-001");
    REFUSED(isms_document_count(document, NULL, 0, &count, &err), missing, "B-001");
    REFUSED(isms_document_count(document, ISMS_CSTR("assets"), NULL, &err), missing, "B-001");
    REFUSED(isms_assess(NULL, ISMS_CSTR("2026-03-31"), &made, &err), missing, "B-001");
    REFUSED(isms_assess(document, NULL, 10, &made, &err), missing, "B-001");
    REFUSED(isms_assess(document, ISMS_CSTR("2026-03-31"), NULL, &err), missing, "B-001");
    REFUSED(isms_assessment_report(NULL, ISMS_CSTR("findings"), ISMS_CSTR("json"), &bytes, &err), missing, "B-001");
    REFUSED(isms_assessment_report(assessment, NULL, 0, ISMS_CSTR("json"), &bytes, &err), missing, "B-001");
    REFUSED(isms_assessment_report(assessment, ISMS_CSTR("findings"), NULL, 0, &bytes, &err), missing, "B-001");
    REFUSED(isms_assessment_report(assessment, ISMS_CSTR("findings"), ISMS_CSTR("json"), NULL, &err), missing, "B-001");
    REFUSED(isms_assessment_finding_count(NULL, &count, &err), missing, "B-001");
    REFUSED(isms_assessment_finding_count(assessment, NULL, &err), missing, "B-001");
    REFUSED(isms_assessment_finding_count_of(NULL, ISMS_CSTR("D-001"), &count, &err), missing, "B-001");
    REFUSED(isms_assessment_finding_count_of(assessment, NULL, 0, &count, &err), missing, "B-001");
    REFUSED(isms_assessment_finding_count_of(assessment, ISMS_CSTR("D-001"), NULL, &err), missing, "B-001");
    REFUSED(isms_read_options_set_format(NULL, ISMS_CSTR("json"), &err), missing, "B-001");
    REFUSED(isms_read_options_set_format(opts, NULL, 0, &err), missing, "B-001");
    REFUSED(isms_read_options_set_preserve_unknown(NULL, 1, &err), missing, "B-001");
    REFUSED(isms_read_options_set_max_bytes(NULL, 1, &err), missing, "B-001");
    REFUSED(isms_read_options_set_max_depth(NULL, 1, &err), missing, "B-001");
    REFUSED(isms_read_options_set_max_items(NULL, 1, &err), missing, "B-001");
    REFUSED(isms_schema_json(NULL, &err), missing, "B-001");
    REFUSED(isms_explain(NULL, 0, &bytes, &err), missing, "B-001");
    REFUSED(isms_explain(ISMS_CSTR("D-001"), NULL, &err), missing, "B-001");
    REFUSED(isms_error_to_json(NULL, &bytes, &err), missing, "B-001");
    CHECK(isms_document_to_json(NULL, NULL, &failed) == missing);
    REFUSED(isms_error_to_json(failed, NULL, &err), missing, "B-001");
    CHECK(strcmp(isms_error_message(failed).data, "the argument `out` is NULL") == 0);
    CHECK(isms_error_path(failed).data == NULL && isms_error_help(failed).data == NULL);
    CHECK(isms_error_finding_count(failed) == 0);
    isms_error_free(failed);

    /* Accessors of nothing give nothing; freeing nothing, as often as one likes, does nothing. */
    CHECK(isms_bytes_data(NULL) == NULL && isms_bytes_len(NULL) == 0);
    CHECK(isms_error_status(NULL) == ISMS_STATUS_OK && isms_error_finding_count(NULL) == 0);
    CHECK(isms_error_code(NULL).data == NULL && isms_error_message(NULL).data == NULL);
    CHECK(isms_error_path(NULL).data == NULL && isms_error_help(NULL).len == 0);
    for (int twice = 0; twice < 2; twice++) {
        isms_document_free(NULL);
        isms_assessment_free(NULL);
        isms_read_options_free(NULL);
        isms_bytes_free(NULL);
        isms_error_free(NULL);
    }
    isms_read_options_free(opts);
    isms_assessment_free(assessment);
    isms_document_free(document);
}

#ifndef ROUNDS
#define ROUNDS 25
#endif
enum { THREADS = 8 };

struct work {
    const isms_document *document;
    const isms_assessment *assessment;
    const isms_error *error;
    const isms_read_options *options;
    const char *json, *report, *problem;
    int wrong;
};

static void *share(void *argument) {
    struct work *work = argument;
    for (int round = 0; round < ROUNDS; round++) {
        isms_bytes *bytes = NULL;
        isms_document *mine = NULL;
        isms_assessment *own = NULL;
        isms_error *err = NULL;
        work->wrong += isms_document_to_json(work->document, &bytes, NULL) != ISMS_STATUS_OK || !same(bytes, work->json);
        isms_bytes_free(bytes);
        work->wrong += isms_assessment_report(work->assessment, ISMS_CSTR("findings"), ISMS_CSTR("json"), &bytes, NULL) !=
                           ISMS_STATUS_OK ||
                       !same(bytes, work->report);
        isms_bytes_free(bytes);
        work->wrong += isms_error_to_json(work->error, &bytes, NULL) != ISMS_STATUS_OK || !same(bytes, work->problem);
        isms_bytes_free(bytes);
        work->wrong += isms_assess(work->document, ISMS_CSTR("2026-03-31"), &own, NULL) != ISMS_STATUS_OK;
        isms_assessment_free(own);
        work->wrong += isms_document_read(ISMS_CSTR(ACME), work->options, &mine, NULL) != ISMS_STATUS_OK;
        isms_document_free(mine);
        work->wrong += isms_document_read(ISMS_CSTR("["), work->options, &mine, &err) != ISMS_STATUS_DOCUMENT;
        isms_error_free(err);
    }
    return NULL;
}

static void threads(void) {
    isms_document *document = read_acme(), *none = NULL;
    isms_assessment *assessment = assess(document);
    isms_read_options *opts = isms_read_options_new();
    isms_bytes *json = NULL, *report = NULL, *problem = NULL;
    isms_error *error = NULL;
    pthread_t ids[THREADS];
    struct work work[THREADS];

    CHECK(isms_document_to_json(document, &json, NULL) == ISMS_STATUS_OK);
    CHECK(isms_assessment_report(assessment, ISMS_CSTR("findings"), ISMS_CSTR("json"), &report, NULL) == ISMS_STATUS_OK);
    CHECK(isms_document_read(ISMS_CSTR("{]"), NULL, &none, &error) == ISMS_STATUS_DOCUMENT);
    CHECK(isms_error_to_json(error, &problem, NULL) == ISMS_STATUS_OK);
    for (int n = 0; n < THREADS; n++) {
        struct work each = {document, assessment, error, opts, isms_bytes_data(json), isms_bytes_data(report),
                            isms_bytes_data(problem), 0};
        work[n] = each;
        CHECK(pthread_create(&ids[n], NULL, share, &work[n]) == 0);
    }
    for (int n = 0; n < THREADS; n++) {
        CHECK(pthread_join(ids[n], NULL) == 0);
        CHECK(work[n].wrong == 0);
    }
    isms_bytes_free(json);
    isms_bytes_free(report);
    isms_bytes_free(problem);
    isms_error_free(error);
    isms_read_options_free(opts);
    isms_assessment_free(assessment);
    isms_document_free(document);
}

int main(void) {
    versions();
    happy_path();
    options();
    bad_documents();
    bad_arguments();
    null_arguments();
    threads();
    if (failures == 0) {
        puts("suite: ok");
    }
    return failures == 0 ? 0 : 1;
}
