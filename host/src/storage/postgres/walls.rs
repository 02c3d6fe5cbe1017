//! The walls between salons: row-level security.
//!
//! Every table with a column `salon_id` has row security on and forced (so that it
//! holds for the tables' owner too) and exactly one policy, `salon`:
//!
//! ```sql
//! create policy salon on clients using (salon_id = current_setting('kartoteka.salon')::uuid)
//! ```
//!
//! It is a plain comparison, so that the planner tests it once a statement beside
//! `salon_id = $1` and keeps every index, and it fails closed and aloud: where no
//! salon is set, reading a row is an error, and so is writing one. A backfill of
//! a migration that forgets to go salon by salon therefore fails instead of quietly
//! changing nothing.
//!
//! Migration files do not write any of this. The runner does, after the files of
//! each module, for whatever table still lacks it; and it makes every view over
//! salons' rows act with the rights of whoever asks (`security_invoker`), because a
//! view otherwise reads with its owner's rights, who may be above the policies.

use sqlx::{AssertSqlSafe, Executor as _, PgConnection, Row as _};

use super::StoreError;

/// The policy's text, and how PostgreSQL shows it.
const POLICY: &str = "salon_id = current_setting('kartoteka.salon')::uuid";
const POLICY_SHOWN: &str = "(salon_id = (current_setting('kartoteka.salon'::text))::uuid)";

/// Everything with a `salon_id`, and whether its wall stands.
const RELATIONS: &str = "
    select c.relname::text as name, c.relkind::text as kind,
           case c.relkind
             when 'v' then coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on'], false)
             when 'm' then false
             else c.relrowsecurity and c.relforcerowsecurity and (
                 select count(*) = 1 and bool_and(
                     p.polname = 'salon' and p.polcmd = '*' and p.polpermissive
                     and p.polwithcheck is null
                     and pg_get_expr(p.polqual, p.polrelid) = $1)
                   from pg_policy p where p.polrelid = c.oid)
           end as walled
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'salon_id' and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
     order by c.relname";

/// Roles above the policies that the current one is, or could become.
const MIGHTY_ROLES: &str = "
    select o.rolname::text as name, o.rolname = current_user as own
      from pg_roles o
     where (o.rolsuper or o.rolbypassrls) and pg_has_role(current_user, o.oid, 'member')
     order by own desc, o.rolname";

/// A table or view of salons' rows.
struct Relation {
    name: String,
    kind: String,
    walled: bool,
}

async fn relations(connection: &mut PgConnection) -> Result<Vec<Relation>, sqlx::Error> {
    let rows = sqlx::query(RELATIONS)
        .bind(POLICY_SHOWN)
        .fetch_all(connection)
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Relation {
                name: row.try_get("name")?,
                kind: row.try_get("kind")?,
                walled: row.try_get("walled")?,
            })
        })
        .collect()
}

/// Puts up the walls that are missing.
pub(super) async fn build(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let missing = relations(connection)
        .await?
        .into_iter()
        .filter(|relation| !relation.walled);
    for relation in missing {
        let name = quoted(&relation.name);
        let text = match relation.kind.as_str() {
            "v" => format!("alter view {name} set (security_invoker = true)"),
            // A materialised view cannot have a wall; the check at the start refuses it.
            "m" => continue,
            _ => format!(
                "drop policy if exists salon on {name}; \
                 create policy salon on {name} using ({POLICY}); \
                 alter table {name} enable row level security; \
                 alter table {name} force row level security"
            ),
        };
        connection
            .execute(sqlx::raw_sql(AssertSqlSafe(text)))
            .await?;
    }
    Ok(())
}

/// Lets the application's role in where it is not the one that migrates. It reads
/// and writes rows, and neither `truncate`s (which no policy sees) nor touches the
/// account of migrations.
pub(super) async fn grant(connection: &mut PgConnection, role: &str) -> Result<(), sqlx::Error> {
    let schema: String = sqlx::query_scalar("select current_schema()::text")
        .fetch_one(&mut *connection)
        .await?;
    let (schema, role) = (quoted(&schema), quoted(role));
    let text = format!(
        "grant usage on schema {schema} to {role}; \
         grant select, insert, update, delete on all tables in schema {schema} to {role}; \
         revoke insert, update, delete on migrations from {role}"
    );
    connection
        .execute(sqlx::raw_sql(AssertSqlSafe(text)))
        .await?;
    Ok(())
}

/// Refuses an application role that no policy would hold.
pub(super) async fn check_role(connection: &mut PgConnection) -> Result<(), StoreError> {
    let Some(row) = sqlx::query(MIGHTY_ROLES).fetch_optional(connection).await? else {
        return Ok(());
    };
    let (name, own): (String, bool) = (row.try_get("name")?, row.try_get("own")?);
    Err(StoreError::Refused(if own {
        format!(
            "the role {name} of DATABASE_URL is a superuser or has BYPASSRLS, so nothing would \
             keep one salon's clients from another's; use a plain role, and give the one that \
             owns the tables as MIGRATION_DATABASE_URL"
        )
    } else {
        format!(
            "the role of DATABASE_URL is a member of {name}, which is a superuser or has \
             BYPASSRLS, so nothing would keep one salon's clients from another's; revoke that"
        )
    }))
}

/// Refuses a database in which a wall is missing.
pub(super) async fn check_tables(connection: &mut PgConnection) -> Result<(), StoreError> {
    let open: Vec<_> = relations(connection)
        .await?
        .into_iter()
        .filter_map(|relation| (!relation.walled).then_some(relation.name))
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(StoreError::Refused(format!(
        "row security is not on and forced, with the policy «salon» alone, for: {}",
        open.join(", ")
    )))
}

/// A name as SQL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quote_a_name_that_would_end_its_quotes() {
        assert_eq!(quoted("a\"b"), "\"a\"\"b\"");
    }
}
