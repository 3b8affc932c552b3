/*
 * One step of the conformance corpus: reads a document, asks for one answer, writes its bytes to the standard output.
 *
 *   conformance INPUT FORMAT PRESERVE MAX_BYTES MAX_DEPTH MAX_ITEMS AS_OF PACK REPORT REPORT_FORMAT
 *
 * `-` stands for an option that is not given. REPORT `document` is the canonical document; `-` only reads; one that begins
 * with `catalogue ` is asked of the catalogue.
 * Exits with 0, or with 3 if the engine refuses: the error is then written in place of the answer.
 */
#include <isms.h>
#include <stdio.h>
#include <stdlib.h>

static void *stop(const char *why) {
    fprintf(stderr, "conformance: %s\n", why);
    exit(2);
}

static char *read_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    size_t room = 1 << 16;
    char *data = malloc(room);
    *len = 0;
    if (file == NULL || data == NULL) {
        return stop("the input cannot be read");
    }
    for (;;) {
        size_t got = fread(data + *len, 1, room - *len, file);
        *len += got;
        if (got == 0) {
            break;
        }
        if (*len == room && (data = realloc(data, room *= 2)) == NULL) {
            return stop("out of memory");
        }
    }
    if (ferror(file)) {
        return stop("the input cannot be read");
    }
    fclose(file);
    return data;
}

static int given(const char *argument) {
    return strcmp(argument, "-") != 0;
}

static void limit(isms_read_options *options, const char *argument,
                  isms_status (*set)(isms_read_options *, size_t, isms_error **)) {
    if (given(argument) && set(options, (size_t)strtoull(argument, NULL, 10), NULL) != ISMS_STATUS_OK) {
        stop("a limit is refused");
    }
}

int main(int argc, char **argv) {
    isms_document *document = NULL;
    isms_catalogue *catalogue = isms_catalogue_builtin();
    isms_assessment *assessment = NULL;
    isms_bytes *answer = NULL;
    isms_error *error = NULL;
    isms_read_options *options = isms_read_options_new();
    isms_status status;
    size_t len;
    char *data;

    if (argc != 11) {
        stop("ten arguments are needed");
    }
    data = read_file(argv[1], &len);
    status = isms_read_options_set_format(options, ISMS_CSTR(argv[2]), &error);
    isms_read_options_set_preserve_unknown(options, strcmp(argv[3], "true") == 0, NULL);
    limit(options, argv[4], isms_read_options_set_max_bytes);
    limit(options, argv[5], isms_read_options_set_max_depth);
    limit(options, argv[6], isms_read_options_set_max_items);

    if (status == ISMS_STATUS_OK) {
        status = isms_document_read(data, len, options, &document, &error);
    }
    if (status == ISMS_STATUS_OK && given(argv[8])) {
        isms_catalogue *further = NULL;
        size_t pack_len;
        char *pack = read_file(argv[8], &pack_len);
        status = isms_catalogue_with_pack(catalogue, pack, pack_len, NULL, NULL, 0, &further, &error);
        isms_catalogue_free(catalogue);
        catalogue = further;
        free(pack);
    }
    if (status == ISMS_STATUS_OK && strcmp(argv[9], "document") == 0) {
        status = isms_document_to_json(document, &answer, &error);
    } else if (status == ISMS_STATUS_OK && strncmp(argv[9], "catalogue ", 10) == 0) {
        status = isms_catalogue_report(catalogue, ISMS_CSTR(argv[9] + 10), ISMS_CSTR(argv[10]), &answer, &error);
    } else if (status == ISMS_STATUS_OK && given(argv[9])) {
        status = isms_catalogue_assess(catalogue, document, ISMS_CSTR(argv[7]), &assessment, &error);
        if (status == ISMS_STATUS_OK) {
            status = isms_assessment_report(assessment, ISMS_CSTR(argv[9]), ISMS_CSTR(argv[10]), &answer, &error);
        }
    }
    if (status != ISMS_STATUS_OK && isms_error_to_json(error, &answer, NULL) != ISMS_STATUS_OK) {
        stop("the error cannot be written");
    }
    if (answer != NULL && fwrite(isms_bytes_data(answer), 1, isms_bytes_len(answer), stdout) != isms_bytes_len(answer)) {
        stop("the answer cannot be written");
    }

    isms_error_free(error);
    isms_bytes_free(answer);
    isms_assessment_free(assessment);
    isms_document_free(document);
    isms_catalogue_free(catalogue);
    isms_read_options_free(options);
    free(data);
    return status == ISMS_STATUS_OK ? 0 : 3;
}
