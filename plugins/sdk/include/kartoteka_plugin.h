/* The native interface of Kartoteka, version 0.2.
 *
 * A plugin is a shared library that exports one function, `kartoteka_plugin`. It gives a struct of
 * functions, which the host calls; in return the host hands each of them a call, of which the plugin
 * asks whatever it needs. Everything that crosses is in this file.
 *
 * The rules, once for all of it:
 *
 *  - C types only. Every struct that may grow begins with its size; who makes one sets it. Fields are
 *    only ever added, at the end.
 *  - Text is UTF-8 with a length, without a zero at its end. A `kt_slice` is lent: it stays for as long
 *    as the function runs to which it is handed, unless said otherwise; what is kept is copied. A
 *    `kt_buf` is given away: who holds it releases it, once, by its own function.
 *  - What is "taken" out of a struct is copied, and all zeros put in its place: what stays there is
 *    released by who lent the struct.
 *  - Functions answer KT_OK or what went wrong. With KT_FAILED an error is written, if there is a
 *    place for one: a problem as JSON (below).
 *  - What takes time is a task: it is polled until it is done, or waited for where blocking is allowed.
 *    Dropping a task ends it where it waits.
 *  - All functions may be called from any thread. Those of the plugin are, too, and several at a time.
 *  - A plugin can never name a salon: it has the one of its call.
 *  - Nothing unwinds across the border. The library is never unloaded.
 *
 * Of each pair of functions a plugin has one: the plain form gives a task, which must not block (a poll
 * of 250 ms marks the plugin as failing); the blocking form is run on a thread aside, where `wait` and
 * everything else may block. In C the blocking form is the simple one. One that nobody waits for any
 * more is given up: `wait` answers KT_REFUSED, and what it answers is dropped.
 *
 * A plugin runs in the host's process: a wild pointer, an overflown stack or abort() ends all of it.
 *
 * A plugin is more than its library: a manifest (plugin.toml, whose text the library holds, too), tables, texts in
 * five languages and the document of its API, packed into one file. `kartoteka plugin new <id> --lang c` writes
 * all of it, and the guide says what each is. What code has to know of the rest:
 *
 *  - Names begin with the plugin's id: paths (/acme-tips/…), permissions (acme-tips.read), events
 *    (acme-tips.tip.given/1), and tables, in which hyphens are underscores (acme_tips__tips).
 *  - Each function that shows or changes something asks for its permission first, sections too: by `may`, or kt_require
 *    (who is asked for what stands at kt_plugin).
 *  - A section, badge or action of the card is a path of its own, which a slot of the manifest names: asked
 *    through KT_PAGES, answered as KT_PLAIN with a piece of HTML. A whole page is KT_PAGE.
 *  - What others keep is read from views that the manifest names: reads = ["core.clients/1"] is the table
 *    core_clients_1 (salon_id, id, …). So is known whether there is a client: a path with the id of none is
 *    answered with 404.
 *  - A place is said as whoever asked sees it: /api/v1/salons/<slug>/acme-tips/… through KT_API, /<slug>/acme-tips/…
 *    through KT_PAGES.
 *
 * An error is answered by KT_FAILED with a problem (`kt_fail`), or by an answer of KT_PROBLEM where headers are to
 * go with it. All else that goes wrong (KT_REFUSED, no JSON, a problem without a code or with a status that is no
 * error's) is 500 `internal` for who asked, and told in the host's log.
 *
 * A problem is a JSON object; all but `code` may be left out:
 *
 *   {"status": 422, "code": "invalid", "args": {"most": 5},
 *    "fields": [{"pointer": "/price", "code": "out_of_range", "args": {"least": 1, "most": 5}}],
 *    "cause": {"made": "for the log alone"}}
 *
 * `status` is 400 to 599, 500 if left out, and counts for an answer of KT_PROBLEM, too. The host says it in the
 * reader's words: the text `error-<code>` of the plugin's locale files (`error-card_full`), and `field-<code>` for each
 * field. It has those of `not_found`, `forbidden`, `invalid`, `too_large` and the other codes of its own. One of the database
 * carries `db`, too: {"kind": "unique", "of": {"constraint": "acme_tips__tips_number_key"}}, or one of the
 * kinds foreign_key, check, busy, late, decode, not_found, not_granted, refused, engine.
 */
#ifndef KARTOTEKA_PLUGIN_H
#define KARTOTEKA_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define KT_ABI_MAJOR 0u
#define KT_ABI_MINOR 2u

/* What functions and polls answer. */
enum {
    KT_OK = 0,        /* done */
    KT_PENDING = 1,   /* not done yet; the waker will be woken */
    KT_ENDED = 2,     /* a stream has no more */
    KT_FAILED = -1,   /* it failed; the error says how */
    KT_PANICKED = -2, /* the code behind it panicked */
    KT_REFUSED = -3   /* it was asked for what cannot be: a null, a text that is none, a wrong moment */
};

/* ---- Bytes ---------------------------------------------------------------------------------- */

/* Bytes that belong to somebody else. */
typedef struct kt_slice {
    const uint8_t *ptr; /* may be null where there are none */
    size_t len;
} kt_slice;

/* Bytes that belong to who holds them. All zeros is an empty one. */
typedef struct kt_buf {
    uint8_t *ptr;
    size_t len;
    void *owner;                     /* for `release` */
    void (*release)(struct kt_buf *); /* null where there is nothing to do */
} kt_buf;

/* ---- Tasks and streams ----------------------------------------------------------------------- */

/* Wakes a task. Lent for the time of a poll; what is to be woken later is a clone, from any thread,
 * also when the task is gone. */
typedef struct kt_waker {
    const struct kt_waker_vt *vt;
} kt_waker;

typedef struct kt_waker_vt {
    size_t struct_size;
    kt_waker *(*clone)(const kt_waker *);
    void (*wake)(kt_waker *);              /* and lets go of a clone */
    void (*wake_by_ref)(const kt_waker *);
    void (*drop)(kt_waker *);              /* lets go of a clone */
} kt_waker_vt;

typedef struct kt_task_vt {
    size_t struct_size;
    /* One at a time: of two that poll one of the host's at once, one is answered KT_REFUSED. Goes on:
     * KT_PENDING, or KT_OK with what the task gives written to `out`, or KT_FAILED with a
     * problem written to `error`. Not polled again after either. What begins with its size has it set
     * by who polls. */
    int32_t (*poll)(void *data, const kt_waker *, void *out, kt_buf *error);
    void (*drop)(void *data); /* once, whether done or not */
} kt_task_vt;

/* Work that is polled until it is done; of the host or of the plugin. */
typedef struct kt_task {
    void *data;
    const kt_task_vt *vt; /* null where there is no task */
} kt_task;

/* What a task gives that only gets something done. */
typedef struct kt_nothing {
    uint8_t zero;
} kt_nothing;

typedef struct kt_stream_vt {
    size_t struct_size;
    /* The next piece in `chunk`, or KT_ENDED after the last. */
    int32_t (*poll)(void *data, const kt_waker *, kt_buf *chunk, kt_buf *error);
    void (*drop)(void *data);
} kt_stream_vt;

/* Bytes in pieces; of an answer none of more than 16 MB, each within the time that a request has, or the
 * rest of it is dropped. */
typedef struct kt_stream {
    void *data;
    const kt_stream_vt *vt; /* null where there is no stream */
} kt_stream;

/* ---- The call --------------------------------------------------------------------------------- */

typedef struct kt_salon {
    size_t struct_size;
    uint8_t id[16];
    kt_slice slug;      /* the word in its addresses */
    kt_slice name;
    kt_slice country;   /* ISO 3166-1 alpha-2, upper case */
    kt_slice locale;    /* en, de, nl, pl, it: of what it writes to clients */
    kt_slice time_zone; /* Europe/Berlin */
    const kt_slice *features; /* what it has switched on, by id */
    size_t feature_count;
    const kt_slice *withheld; /* what this plugin asks for and it has not granted: mail, reads:core.clients/1 */
    size_t withheld_count;
    uint64_t number;    /* since 0.2: as long as it is the same, so is all of this; another salon has another */
} kt_salon;

typedef struct kt_call_info {
    size_t struct_size;
    const kt_salon *salon;
    kt_slice actor;           /* user:<id>, token:<id>, plugin:<id>, system */
    kt_slice locale;          /* the reader's language */
    kt_slice request_id;      /* under which the log knows it */
    kt_slice idempotency_key; /* under which the request may be repeated; empty where it has none */
    uint8_t idempotency_fingerprint[32]; /* SHA-256 of method, path and body */
    const kt_slice *permissions;
    size_t permission_count;
    uint32_t asked;     /* 1 where it answers a question inside somebody else's transaction */
    uint32_t also_off;  /* 1 where it may also write while the feature is off */
    uint32_t depth;     /* by how many other calls it was made, one asking the other */
    uint32_t workplace; /* 1 where it comes from a workplace, a browser somebody is signed in with */
    uint64_t upload_bytes; /* the most that an uploaded file may weigh */
    uint32_t import_rows;  /* the most rows of an imported sheet */
    uint32_t reserved;
    kt_slice assets;    /* where style sheet and icons are served; your own pictures are at /assets/<id>/<name> */
    uint64_t permission_set; /* since 0.2: as long as it is the same, so are the permissions */
} kt_call_info;

/* One request, question, event or job. Lent for the time of the function, or until its task is
 * dropped; kept for longer where it is retained. Once what it was asked for is answered, no transaction
 * begins with it, but in a job that was started by it. Where the host has given it up (too slow, nobody
 * waits any more), every function answers KT_REFUSED, null or 0, those of its transactions too, except
 * `info`, clock and log: nothing can come of it any more. */
typedef struct kt_call {
    const struct kt_call_vt *vt;
} kt_call;

typedef struct kt_call_vt {
    size_t struct_size;
    void (*retain)(const kt_call *);
    void (*release)(const kt_call *);
    const kt_call_info *(*info)(const kt_call *); /* stays for as long as the call */
    int32_t (*may)(const kt_call *, kt_slice permission); /* 1 where the actor has it */
    /* A service by name and version: one of the structs below. Null where there is none, the manifest
     * does not ask for it, or the salon has not granted it (mail). What the manifest has to say for which
     * stands at kt_reply. Stays for as long as the process. */
    const void *(*service)(const kt_call *, kt_slice name);
} kt_call_vt;

/* ---- Services --------------------------------------------------------------------------------- */

/* Of which type a value is, and where it stands. SQLite has no bool, time, uuid, date and JSON: they
 * come as int, int, bytes, string and string, in the same place. */
enum {
    KT_BOOL = 1,  /* integer: 0 or 1 */
    KT_INT = 2,   /* integer */
    KT_REAL = 3,  /* real; never for money */
    KT_STRING = 4, /* bytes: UTF-8 */
    KT_BYTES = 5, /* bytes */
    KT_UUID = 6,  /* bytes: 16 of them */
    KT_TIME = 7,  /* integer: microseconds since 1970, UTC */
    KT_DATE = 8,  /* bytes: YYYY-MM-DD */
    KT_JSON = 9   /* bytes: a JSON document */
};

typedef struct kt_value {
    uint32_t kind; /* also where it is null */
    uint32_t null; /* 1 where there is no value */
    int64_t integer;
    double real;
    kt_slice bytes;
} kt_value;

/* `$1` is the salon, which the host binds; `values` begin with `$2`. Every statement names the salon
 * for every table: where salon_id = $1. */
typedef struct kt_statement {
    size_t struct_size;
    kt_slice sql;
    kt_slice postgres; /* where PostgreSQL needs another text; else empty */
    const kt_value *values;
    size_t value_count;
    uint32_t slow;     /* 1 for one of milliseconds or more */
    uint32_t reserved;
} kt_statement;

/* What a statement gave. Row r, column c is values[r * column_count + c]. More than 64 MB fail. */
typedef struct kt_rows {
    size_t struct_size;
    uint64_t affected;
    const kt_slice *columns;
    size_t column_count;
    const kt_value *values;
    size_t row_count;
    void *owner;
    void (*release)(struct kt_rows *); /* once; null where there is nothing to do */
} kt_rows;

/* A transaction. One that was begun ends by `commit` or `rollback`; that of who asks a question is
 * lent until the answer is given. What is left open when the function is over, its task done or
 * dropped, or the job, is undone with a warning in the log. The pointer is good for as long as the call
 * is kept; whatever is asked of a transaction that is over is KT_REFUSED. */
typedef struct kt_tx {
    void *data;
} kt_tx;

#define KT_DB "kartoteka.db/1"
typedef struct kt_db {
    size_t struct_size;
    int32_t (*read)(const kt_call *, const kt_statement *, kt_task *rows);   /* gives kt_rows */
    int32_t (*begin)(const kt_call *, uint32_t slow, kt_task *tx);           /* gives kt_tx * */
    int32_t (*run)(kt_tx *, const kt_statement *, kt_task *rows);            /* gives kt_rows */
    /* A short write with the next statement, at the latest with the commit, which says if it failed. */
    int32_t (*later)(kt_tx *, const kt_statement *);
    /* Notes what happened, for the journal: {"what": "acme-tips.tip.given/1", "subjects": ["<client>"],
     * "before": …, "after": …, "batch": "<id>"}; `what` stands in the manifest. No names, contacts or
     * free texts. */
    int32_t (*record)(kt_tx *, kt_slice entry, kt_buf *error);
    /* What the request will answer once this commits, so that a repeated one is answered the same: with this status
     * and what a GET of `location`, below the salon, gives then. The header Location names it where the status is
     * 201, or where the document has that header. */
    int32_t (*answers)(kt_tx *, uint32_t status, kt_slice location);
    /* To be woken once this is committed, by a name of the manifest with the id before it. */
    int32_t (*wake)(kt_tx *, kt_slice name, int64_t at, kt_buf *error);
    /* Gives kt_nothing. KT_REFUSED where the transaction is over or at a statement, and then nothing has
     * changed. KT_OK, and it is over whatever the task answers: with KT_OK all of it is kept, else nothing
     * of it, or, where the database was lost on the way, one of the two. */
    int32_t (*commit)(kt_tx *, kt_task *done);
    void (*rollback)(kt_tx *); /* the transaction is over; nothing where it was */
} kt_db;

#define KT_CLOCK "kartoteka.clock/1"
typedef struct kt_clock {
    size_t struct_size;
    int64_t (*now)(const kt_call *); /* microseconds since 1970, UTC */
    void (*new_id)(const kt_call *, uint8_t (*id)[16]); /* ascending with time (UUIDv7) */
} kt_clock;

#define KT_LOG "kartoteka.log/1"
typedef struct kt_log {
    size_t struct_size;
    /* 1 error, 2 warning, 3 information, 4 details. No personal data. */
    void (*log)(const kt_call *, uint32_t level, kt_slice text);
} kt_log;

#define KT_TEXTS "kartoteka.texts/1"
typedef struct kt_texts {
    size_t struct_size;
    /* A text of the locale files of all modules, in a language (English where that lacks it), by its
     * key; `args` is a JSON object of texts and numbers, or empty. KT_REFUSED where there is none. */
    int32_t (*text)(const kt_call *, kt_slice locale, kt_slice key, kt_slice args, kt_buf *out);
} kt_texts;

#define KT_KEYS "kartoteka.keys/1"
/* What the salon's key can do, for purposes that begin with the plugin's id and a dot. */
typedef struct kt_keys {
    size_t struct_size;
    int32_t (*hash)(const kt_call *, kt_slice purpose, kt_slice data, uint8_t (*out)[32]);
    int32_t (*seal)(const kt_call *, kt_slice purpose, kt_slice data, kt_buf *out, kt_buf *error);
    int32_t (*open)(const kt_call *, kt_slice purpose, kt_slice sealed, kt_buf *out, kt_buf *error);
} kt_keys;

#define KT_CACHE "kartoteka.cache/1"
/* Memory of the salon that may be forgotten at any time. A key begins with the plugin's id and a dot. */
typedef struct kt_cache {
    size_t struct_size;
    void *(*get)(const kt_call *, kt_slice key); /* retained once more for who asks; null where nothing is */
    int32_t (*put)(const kt_call *, kt_slice key, void *thing, size_t bytes,
                   void (*retain)(void *), void (*release)(void *));
    void (*forget)(const kt_call *, kt_slice key);
} kt_cache;

#define KT_JOBS "kartoteka.jobs/1"
/* Work that outlives its call. */
typedef struct kt_jobs {
    size_t struct_size;
    /* Begins a task that gives kt_nothing, which is the host's from here on, under an id that no other
     * work has meanwhile: 1 where it began, else 0. */
    int32_t (*start)(const kt_call *, const uint8_t id[16], kt_task *);
    int32_t (*progress)(const kt_call *, const uint8_t id[16], uint64_t *done, uint64_t *of);
    void (*report)(const kt_call *, const uint8_t id[16], uint64_t done, uint64_t of);
    void (*cancel)(const kt_call *, const uint8_t id[16]);
} kt_jobs;

#define KT_JSON_TEXT "kartoteka.json/1"
/* Reads and writes JSON. */
typedef struct kt_json {
    size_t struct_size;
    /* The value at a pointer (RFC 6901: "/phones/0/value"; empty for all of it): a null, boolean, number
     * or text, or KT_JSON of an object or a list. `text` keeps what `value` points to; release it.
     * KT_REFUSED where the document is none, KT_ENDED where nothing is there. */
    int32_t (*read)(kt_slice json, kt_slice pointer, kt_value *value, kt_buf *text);
    int32_t (*quote)(kt_slice text, kt_buf *out); /* a text as JSON, with its quotation marks */
} kt_json;

/* All other services are asked by a JSON document and answer by one:
 *
 *  kartoteka.settings/1    {"of":"values"} → what the salon has set; with `tx`, as it sees them
 *                          {"of":"secret","name":…} → text or null
 *  kartoteka.mail/1        {"of":"ready"} → null, or a problem
 *                          with `tx`: {"of":"send","to":…,"client":id or null,"subject":…,"text":…,
 *                          "reply_to":… or null} → null
 *  kartoteka.wake_ups/1    {"name":"acme-tips.remind","at":"2026-03-02T08:30:00Z"} → null
 *  kartoteka.facts/1       {"of":"names"} → names
 *                          {"of":"values","facts":[…],"clients":[…]} → {fact: {client: value}}
 *  kartoteka.hooks/1       with `tx`: {"hook":"acme-tips.may_tip/1","question":…} → [[feature, answer]…]
 *  kartoteka.contacts/1    {"of":"read","kind":"phone"|"email","text":…} → {"kind","key"} or null
 *                          {"of":"show","contact":{"kind","key"}} → text
 *  kartoteka.directory/1   {"actors":["user:…"]} → {actor: name}
 *  kartoteka.marks/1       {"clients":"id,id"} → {client: [mark…]}
 *  kartoteka.workplace/1   {"of":"get"} → what was kept, or null; {"of":"set","settings":…} → null
 *  kartoteka.api/1         {"method":"GET","target":"/documents/files","headers":[[name,value]…]}, body
 *                          → {"status","headers"}, body
 *  kartoteka.http/1        the same with a whole address as `target`, perhaps "limits":
 *                          {"request_bytes","answer_bytes","milliseconds"}
 *  kartoteka.objects/1     {"of":"put","id":…}, body and more → {"size","sha256"}
 *                          {"of":"read","id":…,"from":…,"to":…} → more; {"of":"size","id":…} → number
 *                          {"of":"delete","id":…} → null; {"of":"older_than","time":…} → ids
 *  kartoteka.scratch/1     {"of":"create"} → {"file":number,"path"}; {"of":"write","file":…}, body → null;
 *                          {"of":"finish","file":…} → bytes; {"of":"read","file":…,"at":…,"most":…} → body;
 *                          {"of":"drop","file":…} → null
 *  kartoteka.workers/1     {"name":"acme-tips.read","input":path,"milliseconds":… or null}, body → more
 *  kartoteka.hosts/1       {"of":"this"} → id; {"of":"alive","host":…} → true or false
 *
 * An answer of more than 16 MB of JSON fails. Files of scratch that are left are removed at the end of the
 * call and of the jobs that it began. Values of headers that are no UTF-8 come as ISO 8859-1.
 *
 * settings, mail ready, facts names, contacts, hosts this and scratch drop answer at the first poll.
 *
 * What the manifest says for a service. What it asks for, a salon agrees to by switching the plugin on; what a newer
 * version asks for beyond that, when somebody there does. Null without a word of the manifest:
 *
 *  mail        mail = true; null, too, where the salon has not agreed
 *  http        hosts = ["api.example.org"]; 403 `not_granted` where the salon has not agreed
 *  api         api = ["documents.read"], permissions of others; without them, where the salon has not agreed
 *  wake_ups    wake_ups = ["remind"], for `wake` of kt_db, too; asked for as acme-tips.remind
 *  workers     workers = ["read"]; asked for as acme-tips.read
 *
 * There always, each for what the manifest has of it:
 *
 *  db          [[tables]], its own; reads = ["core.clients/1"], views of others: 403 `not_granted` where the salon has
 *              not agreed; [[events]] for `record`
 *  settings    settings_schema, what a salon may set
 *  hooks       [[hooks]], the questions that it asks; those that it answers are [[answers]]
 *
 * There always, and nothing to be said for it: clock, log, texts, keys, cache, jobs, json, facts (of others, by the
 * reader's permissions), contacts, directory, marks, objects, scratch, hosts. workplace is null where the call comes
 * from none (`workplace` of kt_call_info). All keys of the manifest are in manifest.schema.json; which hooks, facts,
 * views and events there are, in OFFERS.md. */
typedef struct kt_reply {
    size_t struct_size;
    kt_buf json;
    kt_buf body;
    kt_stream more;
} kt_reply;

typedef struct kt_ask {
    size_t struct_size;
    /* Gives kt_reply. `tx` is the transaction in which it is asked, or null; what `body` and `more`
     * hold is taken out of them; either may be null. */
    int32_t (*ask)(const kt_call *, kt_tx *tx, kt_slice question, kt_buf *body, kt_stream *more, kt_task *);
} kt_ask;

/* ---- Requests and answers ---------------------------------------------------------------------- */

typedef struct kt_header {
    kt_slice name; /* lower case */
    kt_slice value;
} kt_header;

enum {
    KT_API = 1,  /* a request of the API */
    KT_PAGES = 2 /* a request of a browser */
};

/* Lent for the time of the function; `body` and `more` are the plugin's to take out of it. */
typedef struct kt_request {
    size_t struct_size;
    uint32_t door;
    uint32_t reserved;
    kt_slice method;
    kt_slice target;       /* path and query below the salon: /acme-tips/list?limit=5 */
    kt_slice whole_target; /* as it was sent */
    const kt_header *headers; /* without what proves who asks */
    size_t header_count;
    uint64_t body_limit;   /* the most that the body may weigh, in bytes */
    kt_buf body;           /* the body, or its beginning */
    kt_stream more;        /* the rest of it, where it is still on its way: read before it is answered */
} kt_request;

enum {
    KT_PLAIN = 0,  /* what headers and body say */
    KT_PAGE = 1,   /* the inside of a page, around which the host puts the frame */
    KT_PROBLEM = 2 /* an error, which the host says in the reader's words */
};

/* The host takes `body` and `more`, and releases the rest once it has read it. */
typedef struct kt_response {
    size_t struct_size;
    uint32_t status; /* 200 to 599 */
    uint32_t kind;
    const kt_header *headers;
    size_t header_count;
    kt_slice title;   /* of a page: for the window's title, in the reader's language */
    kt_slice place;   /* of a page: the entry of the rail that is lit */
    kt_slice problem; /* of an error; its status counts */
    kt_buf body;
    kt_stream more;
    void *owner;
    void (*release)(struct kt_response *); /* takes all but `body` and `more` back; may be null */
} kt_response;

/* ---- The plugin -------------------------------------------------------------------------------- */

/* What the host offers beside any call. Stays for as long as the process. */
typedef struct kt_host {
    size_t struct_size;
    uint32_t abi_major;
    uint32_t abi_minor;
    void (*log)(const struct kt_host *, uint32_t level, kt_slice text);
    /* Waits for a task and ends it: what a poll answers, but never KT_PENDING. KT_REFUSED where nobody
     * may block: on the threads that poll. */
    int32_t (*wait)(const struct kt_host *, kt_task *, void *out, kt_buf *error);
    /* Waits for the next piece of a stream: KT_OK with it in `chunk`, KT_ENDED after the last, with the
     * stream over. As `wait`, where blocking is allowed. */
    int32_t (*next)(const struct kt_host *, kt_stream *, kt_buf *chunk, kt_buf *error);
} kt_host;

/* Where a worker writes. */
typedef struct kt_sink {
    size_t struct_size;
    void *data;
    int32_t (*write)(void *data, kt_slice bytes); /* anything but KT_OK: nobody reads any more */
} kt_sink;

enum {
    KT_ABORTS = 1 /* a panic ends the process: such a plugin is refused */
};

/* Who asks for which permission:
 *
 *  - Doors, of the API and pages, do it themselves, by kt_require on the first line: the host lets in whoever belongs
 *    to the salon. The `security` of openapi.json tells readers of it, and keeps nobody out.
 *  - A section, actions, marks and a phone link are put on a page only for who holds the `permission` of their slot.
 *    But the path of a slot is a door of pages, which anybody of the salon may open (a section that was late is loaded
 *    by the browser), so it begins with kt_require, too.
 *  - `facts` is asked only for who holds the `permission` of the fact, and has no door: it need not ask.
 *  - `answer` is asked whoever acts, with their permissions. What is to be done is done for anybody (core.erase/1);
 *    what people are told is only what kt_may allows.
 *  - `told` and `woken` act as the plugin itself (plugin:<id>), which holds all permissions of its manifest and no
 *    others. `work` and `check_settings` have no call.
 *
 * A function that is not needed is null. `state` is what `start` gave. */
typedef struct kt_plugin {
    size_t struct_size;
    uint32_t abi_major; /* KT_ABI_MAJOR */
    uint32_t abi_minor; /* KT_ABI_MINOR */
    uint32_t flags;
    uint32_t reserved;
    /* plugin.toml, byte for byte that of the bundle: a library with another is refused, so it is built anew whenever
     * that changes. The Makefile of `plugin new --lang c` writes it into an array (by `od`, build/manifest.h);
     * `.incbin "plugin.toml"` of the assembler and `#embed` of C23 do as well. */
    kt_slice manifest;

    /* Before anything else; a plugin that takes longer than 10 seconds for it is refused. */
    int32_t (*start)(const kt_host *, void **state, kt_buf *error);
    /* After everything else: another version has taken over, and nothing of this one is under way any more. Then
     * it may be started again. The end of the process comes without it. It answers nothing: a panic or an exception that
     * leaves it ends the host, as abort() does anywhere. */
    void (*stop)(void *state);

    int32_t (*handle)(void *state, const kt_call *, kt_request *, kt_task *); /* gives kt_response */
    int32_t (*handle_blocking)(void *state, const kt_call *, kt_request *, kt_response *, kt_buf *error);

    /* Answers a question inside somebody's transaction, by JSON in a kt_buf. */
    int32_t (*answer)(void *state, const kt_call *, kt_tx *, kt_slice hook, kt_slice question, kt_task *);
    int32_t (*answer_blocking)(void *state, const kt_call *, kt_tx *, kt_slice hook, kt_slice question,
                               kt_buf *answer, kt_buf *error);

    /* Says what it knows of clients: a JSON object {client: value} in a kt_buf. */
    int32_t (*facts)(void *state, const kt_call *, kt_slice fact, const uint8_t (*clients)[16],
                     size_t client_count, kt_task *);
    int32_t (*facts_blocking)(void *state, const kt_call *, kt_slice fact, const uint8_t (*clients)[16],
                              size_t client_count, kt_buf *answer, kt_buf *error);

    /* Is told events: [{"number","what","at","actor","own","subject","batch","before","after"}…], at
     * least once, in order. A task that gives kt_nothing. */
    int32_t (*told)(void *state, const kt_call *, kt_slice events, kt_task *);
    int32_t (*told_blocking)(void *state, const kt_call *, kt_slice events, kt_buf *error);

    /* Does what it asked to be woken for, by the manifest's name. A task that gives kt_nothing. */
    int32_t (*woken)(void *state, const kt_call *, kt_slice name, kt_task *);
    int32_t (*woken_blocking)(void *state, const kt_call *, kt_slice name, kt_buf *error);

    /* Looks at settings, a JSON object, that fit the manifest's schema; within half a second. */
    int32_t (*check_settings)(void *state, kt_slice settings, kt_buf *error);

    /* Does a worker's work in a child process, in which nothing was started. */
    int32_t (*work)(kt_slice name, kt_slice input_path, kt_slice arguments, const kt_sink *, kt_buf *error);

    /* Writes the API document, for who packs the bundle; null where it lies beside the manifest. */
    int32_t (*document)(kt_buf *out);
} kt_plugin;

/* The one symbol. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
const kt_plugin *kartoteka_plugin(void);

/* ---- Helpers ------------------------------------------------------------------------------------ *
 *
 * Short forms for the blocking functions of a plugin in C. They are made of what stands above, and
 * stand in the plugin.
 *
 *  - Bytes: kt_of, kt_of_buf, kt_chars, kt_is, kt_after, kt_trim, kt_letters, kt_copy, kt_release
 *  - Writing into a buffer: kt_put, kt_puts, kt_put_html, kt_put_json, kt_put_int, kt_put_uuid, kt_put_time,
 *    kt_put_digits, kt_put_text, kt_put_text_with, kt_put_api, kt_put_page; whether all of it was written: kt_whole
 *  - What was sent: kt_body, kt_path, kt_path_id, kt_query, kt_field, kt_get_text, kt_get_int, kt_get_uuid,
 *    kt_members, kt_parse_uuid, kt_parse_int
 *  - Answers: kt_answer, kt_answer_buf, kt_answer_page, kt_redirect, kt_add_header, kt_set_header
 *  - Refusals: kt_require, kt_not_found, kt_wrong, kt_fail, kt_fail_buf
 *  - The database: kt_read, kt_begin, kt_run, kt_row, kt_release_rows, kt_record, kt_record_change, kt_answers,
 *    kt_commit, kt_undo; values: kt_string, kt_int, kt_time, kt_date, kt_uuid
 *  - Texts and the log: kt_text, kt_say; other services: kt_ask_json, kt_service
 *
 * What writes answers 1, or 0 where there was no memory. It need not be asked each time: a buffer to which something
 * could not be put takes nothing more, and kt_whole, kt_answer_buf and whatever else takes one say so: nothing half
 * written goes out. */

#include <stdlib.h>
#include <string.h>

/* A text that ends with a zero, lent. */
static inline kt_slice kt_of(const char *text) {
    kt_slice slice = {(const uint8_t *)text, strlen(text)};
    return slice;
}

static inline kt_slice kt_of_buf(const kt_buf *buf) {
    kt_slice slice = {buf->ptr, buf->len};
    return slice;
}

/* Whether a slice is this text. */
static inline int kt_is(kt_slice slice, const char *text) {
    return slice.len == strlen(text) && memcmp(slice.ptr ? (const char *)slice.ptr : "", text, slice.len) == 0;
}

static inline void kt_release(kt_buf *buf) {
    if (buf->release) buf->release(buf);
    memset(buf, 0, sizeof *buf);
}

static inline void kt_release_rows(kt_rows *rows) {
    if (rows->release) rows->release(rows);
    memset(rows, 0, sizeof *rows);
}

static inline void kt_free_copy(kt_buf *buf) {
    free(buf->owner);
}

/* Whether all that was put into a buffer is in it: 0 where there was no memory for some of it. */
static inline int kt_whole(const kt_buf *buf) {
    return buf->ptr || !buf->release;
}

static inline void kt_free_nothing(kt_buf *buf) {
    (void)buf;
}

/* Empties a buffer to which something could not be put, and notes that: nothing, but somebody to release it. 0. */
static inline int kt_lacks(kt_buf *buf) {
    kt_release(buf);
    buf->release = kt_free_nothing;
    return 0;
}

/* So many bytes are allocated for so many: powers of two, so that what grows is not copied as often. */
static inline size_t kt_room(size_t len) {
    size_t room = 64;
    while (room < len && room <= SIZE_MAX / 2) room *= 2;
    return room < len ? len : room;
}

/* A copy of bytes, given away, with a zero behind it that does not count; empty where there is no memory. */
static inline kt_buf kt_copy(const void *bytes, size_t len) {
    kt_buf buf = {NULL, 0, NULL, NULL};
    uint8_t *copy = len ? (uint8_t *)malloc(kt_room(len + 1)) : NULL;
    if (copy) {
        memcpy(copy, bytes, len);
        copy[len] = 0;
        buf.ptr = copy;
        buf.len = len;
        buf.owner = copy;
        buf.release = kt_free_copy;
    }
    return buf;
}

/* Fails with a problem, as JSON; what `error` held before is not released:
 * return kt_fail(error, "{\"status\":409,\"code\":\"card_full\"}"); */
static inline int32_t kt_fail(kt_buf *error, const char *problem) {
    if (error) *error = kt_copy(problem, strlen(problem));
    return KT_FAILED;
}

/* 404: there is no such thing. */
static inline int32_t kt_not_found(kt_buf *error) {
    return kt_fail(error, "{\"status\":404,\"code\":\"not_found\"}");
}

#define KT_MOST_HEADERS 8

/* The headers of an answer, with their values, and the title of a page. */
typedef struct kt_headers {
    kt_header all[KT_MOST_HEADERS];
    kt_buf values[KT_MOST_HEADERS];
    kt_buf title;
} kt_headers;

static inline void kt_free_headers(kt_response *response) {
    kt_headers *headers = (kt_headers *)response->owner;
    for (size_t at = 0; at < response->header_count; at++) kt_release(&headers->values[at]);
    kt_release(&headers->title);
    free(headers);
}

/* Where an answer keeps what is copied for it; null where there is no memory. */
static inline kt_headers *kt_kept(kt_response *response) {
    if (!response->owner) {
        kt_headers *headers = (kt_headers *)calloc(1, sizeof *headers);
        if (!headers) return NULL;
        response->owner = headers;
        response->release = kt_free_headers;
        response->headers = headers->all;
    }
    return (kt_headers *)response->owner;
}

/* Adds a header to an answer, the value copied; `name` stays for as long as the process. KT_REFUSED where there
 * is no room. */
static inline int32_t kt_add_header(kt_response *response, const char *name, kt_slice value) {
    kt_headers *headers = kt_kept(response);
    size_t at = response->header_count;
    if (!headers || at == KT_MOST_HEADERS) return KT_REFUSED;
    headers->values[at] = kt_copy(value.ptr, value.len);
    if (value.len && !headers->values[at].ptr) return KT_REFUSED;
    headers->all[at].name = kt_of(name);
    headers->all[at].value = kt_of_buf(&headers->values[at]);
    response->header_count = at + 1;
    return KT_OK;
}

/* The same in place of one of this name that was added. */
static inline int32_t kt_set_header(kt_response *response, const char *name, kt_slice value) {
    kt_headers *headers = (kt_headers *)response->owner;
    for (size_t at = 0; headers && at < response->header_count; at++) {
        if (!kt_is(headers->all[at].name, name)) continue;
        kt_buf copy = kt_copy(value.ptr, value.len);
        if (value.len && !copy.ptr) return KT_REFUSED;
        kt_release(&headers->values[at]);
        headers->values[at] = copy;
        headers->all[at].value = kt_of_buf(&headers->values[at]);
        return KT_OK;
    }
    return kt_add_header(response, name, value);
}

/* Answers with bytes of a kind: kt_answer(response, 200, "application/json", text, length). What it was to
 * answer before is released. KT_REFUSED where there is no memory, and then the function fails. */
static inline int32_t kt_answer(kt_response *response, uint32_t status, const char *kind, const void *bytes,
                                size_t len) {
    response->status = status;
    kt_release(&response->body);
    response->body = kt_copy(bytes, len);
    if (len && !response->body.ptr) return KT_REFUSED;
    return kt_set_header(response, "content-type", kt_of(kind));
}

/* The same of a buffer, which is taken; not that of the answer itself. KT_REFUSED where something could not be put
 * into it, too. */
static inline int32_t kt_answer_buf(kt_response *response, uint32_t status, const char *kind, kt_buf *body) {
    response->status = status;
    kt_release(&response->body);
    if (!kt_whole(body)) {
        kt_release(body);
        return KT_REFUSED;
    }
    response->body = *body;
    memset(body, 0, sizeof *body);
    return kt_set_header(response, "content-type", kt_of(kind));
}

/* The same of the inside of a page, for which the host has the frame: with the title of the window, copied, and
 * the entry of the rail that is lit, which stays for as long as the process ("clients", or the id of a place of
 * the manifest). */
static inline int32_t kt_answer_page(kt_response *response, uint32_t status, kt_slice title, const char *place,
                                     kt_buf *html) {
    kt_headers *headers = kt_kept(response);
    kt_buf copy = kt_copy(title.ptr, title.len);
    if (!headers || (title.len && !copy.ptr)) {
        kt_release(&copy);
        kt_release(html);
        return KT_REFUSED;
    }
    kt_release(&headers->title);
    headers->title = copy;
    response->kind = KT_PAGE;
    response->title = kt_of_buf(&headers->title);
    response->place = kt_of(place);
    return kt_answer_buf(response, status, "text/html; charset=utf-8", html);
}

/* Puts bytes at the end of a buffer; they may be the buffer's own. A zero stands behind them, which does not count. 0
 * where there is no memory, and then the buffer is emptied, and nothing more goes in. */
static inline int kt_put(kt_buf *to, kt_slice bytes) {
    size_t before = to->len, len = before + bytes.len;
    if (!kt_whole(to)) return 0;
    if (len < before || len == SIZE_MAX) return kt_lacks(to);
    if (to->release == kt_free_copy && kt_room(len + 1) == kt_room(before + 1)) {
        if (bytes.len) memcpy(to->ptr + before, bytes.ptr, bytes.len);
        to->ptr[len] = 0;
        to->len = len;
        return 1;
    }
    uint8_t *grown = (uint8_t *)malloc(kt_room(len + 1));
    if (!grown) return kt_lacks(to);
    if (before) memcpy(grown, to->ptr, before);
    if (bytes.len) memcpy(grown + before, bytes.ptr, bytes.len);
    grown[len] = 0;
    if (to->release) to->release(to);
    to->ptr = grown;
    to->len = len;
    to->owner = grown;
    to->release = kt_free_copy;
    return 1;
}

/* The same of a text that ends with a zero. */
static inline int kt_puts(kt_buf *to, const char *text) {
    return kt_put(to, kt_of(text));
}

/* A buffer as a text of C, for what takes one (kt_put_text, kt_redirect, kt_read …): kt_redirect(call, response,
 * kt_chars(&path)). One that the host gave is copied for it, so that slices of it that were taken before are none any
 * more. Lent until something is put into the buffer or it is released. A zero within ends it there. Empty where the
 * buffer is, also where there was no memory. */
static inline const char *kt_chars(kt_buf *buf) {
    kt_slice nothing = {NULL, 0};
    return buf->ptr && kt_put(buf, nothing) ? (const char *)buf->ptr : "";
}

/* Puts a text as it stands in HTML, in attributes too. */
static inline int kt_put_html(kt_buf *to, kt_slice text) {
    int done = 1;
    for (size_t at = 0; done && at < text.len; at++) {
        kt_slice one = {text.ptr + at, 1};
        switch (text.ptr[at]) {
        case '&': one = kt_of("&amp;"); break;
        case '<': one = kt_of("&lt;"); break;
        case '>': one = kt_of("&gt;"); break;
        case '"': one = kt_of("&quot;"); break;
        case '\'': one = kt_of("&#39;"); break;
        default: break;
        }
        done = kt_put(to, one);
    }
    return done;
}

/* How many bytes the sign has with which a text begins, which is not empty. `is` is 1 where it is one of UTF-8,
 * else 0. */
static inline size_t kt_sign(kt_slice text, int *is) {
    uint8_t first = text.ptr[0], least = 0x80, most = 0xbf;
    size_t wanted = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    *is = wanted > 0;
    if (first == 0xe0) least = 0xa0;      /* no longer than it needs to be */
    else if (first == 0xed) most = 0x9f;  /* no half of a pair of UTF-16 */
    else if (first == 0xf0) least = 0x90;
    else if (first == 0xf4) most = 0x8f;  /* none beyond U+10FFFF */
    for (size_t at = 1; at < wanted; at++) {
        if (at >= text.len || text.ptr[at] < least || text.ptr[at] > most) {
            *is = 0;
            return at;
        }
        least = 0x80;
        most = 0xbf;
    }
    return wanted ? wanted : 1;
}

/* How many letters and other signs a text has; what is no UTF-8 counts, too. */
static inline size_t kt_letters(kt_slice text) {
    size_t count = 0;
    int is;
    for (; text.len; count++) {
        size_t len = kt_sign(text, &is);
        text.ptr += len;
        text.len -= len;
    }
    return count;
}

/* A text without the blanks and line ends around it. */
static inline kt_slice kt_trim(kt_slice text) {
    while (text.len && text.ptr[text.len - 1] <= ' ') text.len--;
    while (text.len && *text.ptr <= ' ') text.ptr++, text.len--;
    return text;
}

/* Puts a text as JSON, with its quotation marks. What is no UTF-8 becomes U+FFFD. */
static inline int kt_put_json(kt_buf *to, kt_slice text) {
    static const char digits[] = "0123456789abcdef";
    int done = kt_puts(to, "\""), is;
    while (done && text.len) {
        size_t len = kt_sign(text, &is);
        kt_slice one = {text.ptr, len};
        uint8_t first = *text.ptr;
        char escaped[] = "\\u0000";
        if (!is) {
            one = kt_of("\xef\xbf\xbd");
        } else if (first == '"' || first == '\\') {
            escaped[1] = (char)first;
            escaped[2] = 0;
            one = kt_of(escaped);
        } else if (first < ' ') {
            escaped[4] = digits[first >> 4];
            escaped[5] = digits[first & 15];
            one = kt_of(escaped);
        }
        done = kt_put(to, one);
        text.ptr += len;
        text.len -= len;
    }
    return done && kt_puts(to, "\"");
}

/* Puts a whole number, in digits. */
static inline int kt_put_int(kt_buf *to, int64_t number) {
    char text[24];
    size_t at = sizeof text - 1;
    /* The least number has no opposite. */
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    text[at] = 0;
    do text[--at] = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0) text[--at] = '-';
    return kt_puts(to, text + at);
}

/* Puts the last `digits` digits of a number, zeroes in front: 7 as 007. */
static inline int kt_put_digits(kt_buf *to, int64_t number, size_t digits) {
    char text[24] = "";
    if (digits >= sizeof text) return kt_lacks(to);
    for (size_t at = digits; at > 0; at--, number /= 10) text[at - 1] = (char)('0' + number % 10);
    return kt_puts(to, text);
}

/* Puts a moment, in microseconds since 1970, as RFC 3339 in UTC: 2026-03-02T08:30:00Z, with six more digits where
 * it is not a whole second. One outside of the years 0 to 9999 cannot be put. This is for programs: no service writes
 * days and times for people. */
static inline int kt_put_time(kt_buf *to, int64_t micros) {
    int64_t part = micros % 1000000, seconds = micros / 1000000;
    if (part < 0) part += 1000000, seconds--;
    if (seconds < -62167219200 || seconds > 253402300799) return kt_lacks(to);
    /* Of days the date, by eras of 400 years that begin in March (Howard Hinnant, civil_from_days). */
    int64_t since_0 = seconds + 62162035200, era = since_0 / 12622780800, second = since_0 % 12622780800;
    if (second < 0) second += 12622780800, era--;
    int64_t doe = second / 86400, rest = second % 86400;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    int64_t month = mp < 10 ? mp + 3 : mp - 9, year = yoe + era * 400 + (month <= 2);
    int done = kt_put_digits(to, year, 4) && kt_puts(to, "-") && kt_put_digits(to, month, 2) && kt_puts(to, "-") &&
               kt_put_digits(to, doy - (153 * mp + 2) / 5 + 1, 2) && kt_puts(to, "T") &&
               kt_put_digits(to, rest / 3600, 2) && kt_puts(to, ":") && kt_put_digits(to, rest / 60 % 60, 2) &&
               kt_puts(to, ":") && kt_put_digits(to, rest % 60, 2);
    if (done && part) done = kt_puts(to, ".") && kt_put_digits(to, part, 6);
    return done && kt_puts(to, "Z");
}

static inline int kt_hex(uint8_t digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

/* The value of a field in a query or a form as browsers send it (application/x-www-form-urlencoded): 1 where
 * it is there, and then release it; 0 where it is not, or where there is no memory. The name is compared as it
 * stands there: let it be of letters, digits and _. */
static inline int kt_field(kt_slice form, const char *name, kt_buf *value) {
    size_t at = 0, name_len = strlen(name);
    memset(value, 0, sizeof *value);
    while (at < form.len) {
        size_t end = at;
        while (end < form.len && form.ptr[end] != '&') end++;
        size_t length = end - at;
        if (length >= name_len && memcmp(form.ptr + at, name, name_len) == 0 &&
            (length == name_len || form.ptr[at + name_len] == '=')) {
            for (at += name_len + (length > name_len); at < end; at++) {
                uint8_t byte = form.ptr[at];
                if (byte == '+') byte = ' ';
                if (byte == '%' && end - at > 2 && kt_hex(form.ptr[at + 1]) >= 0 && kt_hex(form.ptr[at + 2]) >= 0) {
                    byte = (uint8_t)(kt_hex(form.ptr[at + 1]) * 16 + kt_hex(form.ptr[at + 2]));
                    at += 2;
                }
                kt_slice one = {&byte, 1};
                if (!kt_put(value, one)) {
                    kt_release(value);
                    return 0;
                }
            }
            return 1;
        }
        at = end + 1;
    }
    return 0;
}

/* The id that a text says, as 16 bytes: 1 where it is one, else 0, and then `id` is as it was. */
static inline int kt_parse_uuid(kt_slice text, uint8_t id[16]) {
    size_t digits = 0;
    uint8_t said[16] = {0};
    if (text.len != 36) return 0;
    for (size_t at = 0; at < 36; at++) {
        uint8_t c = text.ptr[at];
        int digit;
        if (at == 8 || at == 13 || at == 18 || at == 23) {
            if (c != '-') return 0;
            continue;
        }
        if (c >= '0' && c <= '9') digit = c - '0';
        else if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
        else if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
        else return 0;
        said[digits / 2] = (uint8_t)(said[digits / 2] << 4 | digit);
        digits++;
    }
    memcpy(id, said, 16);
    return 1;
}

/* The text of an id, with a zero at its end. */
static inline void kt_show_uuid(const uint8_t id[16], char text[37]) {
    static const char digits[] = "0123456789abcdef";
    size_t at = 0;
    for (size_t byte = 0; byte < 16; byte++) {
        if (byte == 4 || byte == 6 || byte == 8 || byte == 10) text[at++] = '-';
        text[at++] = digits[id[byte] >> 4];
        text[at++] = digits[id[byte] & 15];
    }
    text[at] = 0;
}

/* Puts the text of an id. */
static inline int kt_put_uuid(kt_buf *to, const uint8_t id[16]) {
    char text[37];
    kt_show_uuid(id, text);
    return kt_puts(to, text);
}

/* What follows the `?` of a target. */
static inline kt_slice kt_query(kt_slice target) {
    while (target.len && *target.ptr != '?') target.ptr++, target.len--;
    if (target.len) target.ptr++, target.len--;
    return target;
}

/* A target without what follows the `?`. */
static inline kt_slice kt_path(kt_slice target) {
    size_t len = 0;
    while (len < target.len && target.ptr[len] != '?') len++;
    target.len = len;
    return target;
}

/* What follows `prefix` in a path; empty where it does not begin so. */
static inline kt_slice kt_after(kt_slice path, const char *prefix) {
    size_t len = strlen(prefix);
    kt_slice rest = {NULL, 0};
    if (len == 0) return path;
    if (path.len >= len && memcmp(path.ptr, prefix, len) == 0) {
        rest.ptr = path.ptr + len;
        rest.len = path.len - len;
    }
    return rest;
}

/* Whether a path is `before`, an id, and `after`: kt_path_id(path, "/acme-tips/clients/", id, "/tips"). Else `id`
 * is as it was. */
static inline int kt_path_id(kt_slice path, const char *before, uint8_t id[16], const char *after) {
    kt_slice rest = kt_after(path, before), text = {rest.ptr, 36};
    if (rest.len < 36) return 0;
    rest.ptr += 36;
    rest.len -= 36;
    return kt_is(rest, after) && kt_parse_uuid(text, id);
}

/* The whole number that a text says: 1 where it is one that fits, else 0, and then `number` is as it was. */
static inline int kt_parse_int(kt_slice text, int64_t *number) {
    uint64_t said = 0, most = INT64_MAX;
    int minus = text.len > 1 && *text.ptr == '-';
    if (minus) text.ptr++, text.len--, most++;
    if (text.len == 0) return 0;
    for (size_t at = 0; at < text.len; at++) {
        uint8_t digit = (uint8_t)(text.ptr[at] - '0');
        if (digit > 9 || said > (most - digit) / 10) return 0;
        said = said * 10 + digit;
    }
    *number = !minus ? (int64_t)said : said ? -(int64_t)(said - 1) - 1 : 0;
    return 1;
}

/* The whole body of a request, in one; release it. KT_FAILED with status 413 where it is larger than `most`,
 * KT_REFUSED where there is no memory; of all but KT_OK nothing is left to release but `error`. */
static inline int32_t kt_body(const kt_host *host, kt_request *request, size_t most, kt_buf *whole, kt_buf *error) {
    int32_t status = KT_OK;
    *whole = request->body;
    memset(&request->body, 0, sizeof request->body);
    while (status == KT_OK && request->more.vt && whole->len <= most) {
        kt_buf piece = {NULL, 0, NULL, NULL};
        status = host->next(host, &request->more, &piece, error);
        if (status == KT_OK && !kt_put(whole, kt_of_buf(&piece))) status = KT_REFUSED;
        kt_release(&piece);
    }
    if (status == KT_ENDED) status = KT_OK;
    if (status == KT_OK && whole->len > most) status = kt_fail(error, "{\"status\":413,\"code\":\"too_large\"}");
    if (status != KT_OK) kt_release(whole);
    return status;
}

/* A service of the call, or null: const kt_db *db = kt_service(call, KT_DB); */
static inline const void *kt_service(const kt_call *call, const char *name) {
    return call->vt->service(call, kt_of(name));
}

static inline int kt_may(const kt_call *call, const char *permission) {
    return call->vt->may(call, kt_of(permission)) == 1;
}

/* Gives a problem away that was written into a buffer, which is taken: KT_FAILED, or KT_REFUSED where not all of
 * it could be. */
static inline int32_t kt_fail_buf(kt_buf *error, kt_buf *problem) {
    int whole = kt_whole(problem);
    if (whole && error) *error = *problem;
    else kt_release(problem);
    memset(problem, 0, sizeof *problem);
    return whole ? KT_FAILED : KT_REFUSED;
}

/* KT_OK where who asks has this permission, else 403: what each function begins with that shows or changes
 * something. */
static inline int32_t kt_require(const kt_call *call, const char *permission, kt_buf *error) {
    kt_buf problem = {NULL, 0, NULL, NULL};
    if (kt_may(call, permission)) return KT_OK;
    kt_puts(&problem, "{\"status\":403,\"code\":\"forbidden\",\"args\":{\"permission\":");
    kt_put_json(&problem, kt_of(permission));
    kt_puts(&problem, "}}");
    return kt_fail_buf(error, &problem);
}

/* A field of what was sent is wrong: kt_wrong(error, 422, "/words", "too_long", "{\"most\":300}"). 400 is for what
 * is there not at all or of another type, 422 for what breaks a rule. The code is one of the host's or of
 * `field-<code>` of the locale files; `args`, JSON, may be null. */
static inline int32_t kt_wrong(kt_buf *error, uint32_t status, const char *pointer, const char *code,
                               const char *args) {
    kt_buf problem = {NULL, 0, NULL, NULL};
    kt_puts(&problem, "{\"status\":");
    kt_put_int(&problem, status);
    kt_puts(&problem, status == 400 ? ",\"code\":\"malformed\"" : ",\"code\":\"invalid\"");
    kt_puts(&problem, ",\"fields\":[{\"pointer\":");
    kt_put_json(&problem, kt_of(pointer));
    kt_puts(&problem, ",\"code\":");
    kt_put_json(&problem, kt_of(code));
    if (args) {
        kt_puts(&problem, ",\"args\":");
        kt_puts(&problem, args);
    }
    kt_puts(&problem, "}]}");
    return kt_fail_buf(error, &problem);
}

/* Writes a line into the host's log: 1 error, 2 warning, 3 information, 4 details. No personal data. */
static inline void kt_say(const kt_call *call, uint32_t level, const char *text) {
    const kt_log *log = (const kt_log *)kt_service(call, KT_LOG);
    if (log) log->log(call, level, kt_of(text));
}

/* A text of the locale files of all modules in the reader's language; release it. `args` is a JSON object of texts and
 * numbers, or empty. KT_REFUSED where there is none. */
static inline int32_t kt_text(const kt_call *call, const char *key, kt_slice args, kt_buf *said) {
    const kt_texts *texts = (const kt_texts *)kt_service(call, KT_TEXTS);
    memset(said, 0, sizeof *said);
    return texts ? texts->text(call, call->vt->info(call)->locale, kt_of(key), args, said) : KT_REFUSED;
}

/* Puts such a text as it stands in HTML; nothing where there is none. */
static inline int kt_put_text_with(const kt_call *call, kt_buf *html, const char *key, kt_slice args) {
    kt_buf said;
    int done = kt_text(call, key, args, &said) != KT_OK || kt_put_html(html, kt_of_buf(&said));
    kt_release(&said);
    return done;
}

/* The same of one that takes nothing. */
static inline int kt_put_text(const kt_call *call, kt_buf *html, const char *key) {
    return kt_put_text_with(call, html, key, kt_of(""));
}

/* Puts the address of a place below the salon, as the API has it: /api/v1/salons/<slug> and `path`. */
static inline int kt_put_api(const kt_call *call, kt_buf *to, const char *path) {
    return kt_puts(to, "/api/v1/salons/") && kt_put(to, call->vt->info(call)->salon->slug) && kt_puts(to, path);
}

/* The same as browsers have it: /<slug> and `path`. */
static inline int kt_put_page(const kt_call *call, kt_buf *to, const char *path) {
    return kt_puts(to, "/") && kt_put(to, call->vt->info(call)->salon->slug) && kt_puts(to, path);
}

/* Leads a browser on to another page of the salon, by a new request: what a form is answered with that went well. The
 * card of a client is /clients/<id>. Forms need no token of their own: what a page of another site has sent is refused
 * before the plugin is asked (403 `cross_site`). The classes of HTML that the host has styles for are shown at
 * /styleguide of a host that develops, as those of `plugin dev` do. */
static inline int32_t kt_redirect(const kt_call *call, kt_response *response, const char *path) {
    kt_buf location = {NULL, 0, NULL, NULL};
    int32_t status = KT_REFUSED;
    if (kt_put_page(call, &location, path)) status = kt_set_header(response, "location", kt_of_buf(&location));
    kt_release(&location);
    response->status = 303;
    return status;
}

/* Asks a service that is asked by JSON, and waits: kt_ask_json(host, call, NULL, "kartoteka.directory/1",
 * kt_of_buf(&question), &names, error). `tx` is the transaction in which it is asked, or null. With KT_OK the answer is
 * JSON, for kt_get_text and the like; release it. Else it is empty: KT_REFUSED where there is no such service, or the
 * question is no JSON. Bytes that a service takes or gives beside the JSON are for who uses `ask` itself. */
static inline int32_t kt_ask_json(const kt_host *host, const kt_call *call, kt_tx *tx, const char *service,
                                  kt_slice question, kt_buf *answer, kt_buf *error) {
    const kt_ask *of = (const kt_ask *)kt_service(call, service);
    kt_task task = {NULL, NULL};
    kt_reply reply;
    memset(answer, 0, sizeof *answer);
    memset(&reply, 0, sizeof reply);
    reply.struct_size = sizeof reply;
    int32_t status = of ? of->ask(call, tx, question, NULL, NULL, &task) : KT_REFUSED;
    if (status == KT_OK) status = host->wait(host, &task, &reply, error);
    if (status != KT_OK) return status;
    *answer = reply.json;
    kt_release(&reply.body);
    if (reply.more.vt) reply.more.vt->drop(reply.more.data);
    return KT_OK;
}

/* The text at a pointer of a JSON document: 1 where one is there, and then release it. */
static inline int kt_get_text(const kt_call *call, kt_slice json, const char *pointer, kt_buf *text) {
    const kt_json *of = (const kt_json *)kt_service(call, KT_JSON_TEXT);
    kt_value value;
    memset(text, 0, sizeof *text);
    if (of && of->read(json, kt_of(pointer), &value, text) == KT_OK && value.kind == KT_STRING && !value.null) return 1;
    kt_release(text);
    return 0;
}

/* The whole number there: 1 where one is there, else 0, and then `number` is as it was. */
static inline int kt_get_int(const kt_call *call, kt_slice json, const char *pointer, int64_t *number) {
    const kt_json *of = (const kt_json *)kt_service(call, KT_JSON_TEXT);
    kt_value value;
    kt_buf text = {NULL, 0, NULL, NULL};
    int is = of && of->read(json, kt_of(pointer), &value, &text) == KT_OK && value.kind == KT_INT && !value.null;
    if (is) *number = value.integer;
    kt_release(&text);
    return is;
}

/* The id there: 1 where one is there, else 0, and then `id` is as it was. */
static inline int kt_get_uuid(const kt_call *call, kt_slice json, const char *pointer, uint8_t id[16]) {
    kt_buf text;
    int is = kt_get_text(call, json, pointer, &text) && kt_parse_uuid(kt_of_buf(&text), id);
    kt_release(&text);
    return is;
}

/* How many members the object at a pointer has, to refuse what nobody asked for; -1 where none is there. */
static inline int64_t kt_members(const kt_call *call, kt_slice json, const char *pointer) {
    const kt_json *of = (const kt_json *)kt_service(call, KT_JSON_TEXT);
    kt_value value;
    kt_buf text = {NULL, 0, NULL, NULL};
    int64_t count = -1;
    int depth = 0, quoted = 0;
    if (of && of->read(json, kt_of(pointer), &value, &text) == KT_OK && value.kind == KT_JSON && text.len)
        count = *text.ptr == '{' ? 0 : -1;
    for (size_t at = 0; count >= 0 && at < text.len; at++) {
        uint8_t c = text.ptr[at];
        if (quoted && c == '\\') at++;
        else if (c == '"') quoted = !quoted;
        else if (!quoted && (c == '{' || c == '[')) depth++;
        else if (!quoted && (c == '}' || c == ']')) depth--;
        else if (!quoted && c == ':' && depth == 1) count++;
    }
    kt_release(&text);
    return count;
}

/* Values of statements, which point to what they are made of. One that is null has `null` set to 1. */
static inline kt_value kt_string(kt_slice text) {
    kt_value value = {KT_STRING, 0, 0, 0, {NULL, 0}};
    value.bytes = text;
    return value;
}

static inline kt_value kt_int(int64_t integer) {
    kt_value value = {KT_INT, 0, 0, 0, {NULL, 0}};
    value.integer = integer;
    return value;
}

static inline kt_value kt_time(int64_t micros) {
    kt_value value = {KT_TIME, 0, 0, 0, {NULL, 0}};
    value.integer = micros;
    return value;
}

/* A day, said as 2026-03-02: kt_date(kt_of("2026-03-02")). What is no day is KT_REFUSED by who runs the statement.
 * Read, a day is such a text in `bytes` on both engines. */
static inline kt_value kt_date(kt_slice day) {
    kt_value value = {KT_DATE, 0, 0, 0, {NULL, 0}};
    value.bytes = day;
    return value;
}

static inline kt_value kt_uuid(const uint8_t id[16]) {
    kt_value value = {KT_UUID, 0, 0, 0, {NULL, 0}};
    value.bytes.ptr = id;
    value.bytes.len = 16;
    return value;
}

static inline kt_statement kt_sql(const char *sql, const kt_value *values, size_t count) {
    kt_statement statement = {sizeof(kt_statement), {NULL, 0}, {NULL, 0}, NULL, 0, 0, 0};
    statement.sql = kt_of(sql);
    statement.values = values;
    statement.value_count = count;
    return statement;
}

/* The values of a row, in the order of its columns; null where there are not so many rows. */
static inline const kt_value *kt_row(const kt_rows *rows, size_t at) {
    return at < rows->row_count ? rows->values + at * rows->column_count : NULL;
}

/* Reads; release the rows. */
static inline int32_t kt_read(const kt_host *host, const kt_call *call, const char *sql, const kt_value *values,
                              size_t count, kt_rows *rows, kt_buf *error) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    kt_statement statement = kt_sql(sql, values, count);
    kt_task task = {NULL, NULL};
    int32_t begun = db ? db->read(call, &statement, &task) : KT_REFUSED;
    memset(rows, 0, sizeof *rows);
    rows->struct_size = sizeof *rows;
    return begun == KT_OK ? host->wait(host, &task, rows, error) : begun;
}

/* Begins a transaction. */
static inline int32_t kt_begin(const kt_host *host, const kt_call *call, kt_tx **tx, kt_buf *error) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    kt_task task = {NULL, NULL};
    int32_t begun = db ? db->begin(call, 0, &task) : KT_REFUSED;
    *tx = NULL;
    return begun == KT_OK ? host->wait(host, &task, tx, error) : begun;
}

/* Runs a statement in a transaction; release the rows. */
static inline int32_t kt_run(const kt_host *host, const kt_call *call, kt_tx *tx, const char *sql,
                             const kt_value *values, size_t count, kt_rows *rows, kt_buf *error) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    kt_statement statement = kt_sql(sql, values, count);
    kt_task task = {NULL, NULL};
    int32_t begun = db ? db->run(tx, &statement, &task) : KT_REFUSED;
    memset(rows, 0, sizeof *rows);
    rows->struct_size = sizeof *rows;
    return begun == KT_OK ? host->wait(host, &task, rows, error) : begun;
}

/* Commits; the transaction is over, and kt_undo does no harm. KT_REFUSED, and nothing has changed, while a
 * statement of it runs. */
static inline int32_t kt_commit(const kt_host *host, const kt_call *call, kt_tx *tx, kt_buf *error) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    kt_nothing nothing;
    kt_task task = {NULL, NULL};
    int32_t begun = db ? db->commit(tx, &task) : KT_REFUSED;
    return begun == KT_OK ? host->wait(host, &task, &nothing, error) : begun;
}

/* Notes in the journal what changed of a client: what was there before and what is there now, each as JSON by the
 * `payload` that the manifest has of the event, or null where there was or is nothing. No names, contacts or free
 * texts. */
static inline int32_t kt_record_change(const kt_call *call, kt_tx *tx, const char *what, const uint8_t client[16],
                                       const kt_buf *before, const kt_buf *after, kt_buf *error) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    kt_buf entry = {NULL, 0, NULL, NULL};
    int32_t status = KT_REFUSED;
    kt_puts(&entry, "{\"what\":");
    kt_put_json(&entry, kt_of(what));
    kt_puts(&entry, ",\"subjects\":[\"");
    kt_put_uuid(&entry, client);
    kt_puts(&entry, "\"]");
    if (before) kt_puts(&entry, ",\"before\":");
    if (before) kt_put(&entry, kt_of_buf(before));
    if (after) kt_puts(&entry, ",\"after\":");
    if (after) kt_put(&entry, kt_of_buf(after));
    kt_puts(&entry, "}");
    int whole = kt_whole(&entry) && (!before || kt_whole(before)) && (!after || kt_whole(after));
    if (db && whole) status = db->record(tx, kt_of_buf(&entry), error);
    kt_release(&entry);
    return status;
}

/* The same without what was before: kt_record(call, tx, "acme-tips.tip.given/1", client, NULL, error). */
static inline int32_t kt_record(const kt_call *call, kt_tx *tx, const char *what, const uint8_t client[16],
                                const kt_buf *after, kt_buf *error) {
    return kt_record_change(call, tx, what, client, NULL, after, error);
}

/* Names what the transaction has made, so that a repeated request is answered the same: kt_answers(call, tx, 201,
 * "/acme-tips/tips/", id), the place at which a GET gives it, below the salon. */
static inline int32_t kt_answers(const kt_call *call, kt_tx *tx, uint32_t status, const char *before,
                                 const uint8_t id[16]) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    kt_buf place = {NULL, 0, NULL, NULL};
    int32_t said = KT_REFUSED;
    if (db && kt_puts(&place, before) && kt_put_uuid(&place, id)) said = db->answers(tx, status, kt_of_buf(&place));
    kt_release(&place);
    return said;
}

/* Undoes a transaction, and answers what went wrong in it. */
static inline int32_t kt_undo(const kt_call *call, kt_tx *tx, int32_t status) {
    const kt_db *db = (const kt_db *)kt_service(call, KT_DB);
    if (db && tx) db->rollback(tx);
    return status;
}

#ifdef __cplusplus
}
#endif

#endif
