//! What features may call and cast to, on either engine.
//!
//! A function is on the list when it computes from what it is given alone, in space that its values bound: no
//! clock and no chance (both come from the call), no settings, files, locks or names of the engine
//! (`set_config`, `query_to_xml`, `pg_sleep`, `load_extension`), and none that makes a gigabyte of a number
//! (`repeat`, `zeroblob`, `generate_series`). None gives rows: PostgreSQL would read `alias.function` as a
//! call of any function of such an alias.

/// Functions.
const FUNCTIONS: [&str; 61] = [
    // Of one row.
    "abs",
    "ceil",
    "ceiling",
    "char_length",
    "coalesce",
    "concat",
    "date_part",
    "date_trunc",
    "floor",
    "greatest",
    "iif",
    "ifnull",
    "instr",
    "json_array",
    "json_array_length",
    "json_extract",
    "json_object",
    "json_type",
    "jsonb_array_length",
    "jsonb_build_array",
    "jsonb_build_object",
    "jsonb_typeof",
    "least",
    "left",
    "length",
    "lower",
    "ltrim",
    "mod",
    "nullif",
    "octet_length",
    "replace",
    "right",
    "round",
    "rtrim",
    "sign",
    "strpos",
    "substr",
    "substring",
    "trim",
    "typeof",
    "upper",
    // Of many.
    "array_agg",
    "avg",
    "bool_and",
    "bool_or",
    "count",
    "group_concat",
    "json_group_array",
    "jsonb_agg",
    "max",
    "min",
    "string_agg",
    "sum",
    "total",
    // Of those around.
    "dense_rank",
    "first_value",
    "lag",
    "last_value",
    "lead",
    "rank",
    "row_number",
];

/// Types.
const TYPES: [&str; 22] = [
    "bigint",
    "blob",
    "bool",
    "boolean",
    "bytea",
    "date",
    "double precision",
    "float8",
    "int",
    "int4",
    "int8",
    "integer",
    "json",
    "jsonb",
    "numeric",
    "real",
    "smallint",
    "text",
    "time",
    "timestamptz",
    "uuid",
    "varchar",
];

/// Words that stand alone and are functions.
const ENGINE: [&str; 12] = [
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "localtime",
    "localtimestamp",
    "session_user",
    "system_user",
    "user",
];

/// Whether a word that looks like a column is a question to the engine.
pub(super) fn is_of_the_engine(word: &str) -> bool {
    ENGINE.contains(&word)
}

/// Whether a feature may call the function of this name, in small letters.
pub(super) fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name)
}

/// Whether a feature may cast to the type of this name, in small letters.
pub(super) fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Whether a type of the list is one of times: a text of the engine's clock could become it.
pub(super) fn is_time(name: &str) -> bool {
    matches!(name, "date" | "time" | "timestamptz")
}
