//! What the planner believes of a salon's size.
//!
//! Left to itself, PostgreSQL counts the salons of its sample and takes one it has not met
//! for empty: then every index that begins with the salon looks as good as any other, and
//! the card of a salon that came in this morning is read by way of all its contacts. Counted
//! again is a table only after a tenth of it has changed, so beside large salons a new one
//! stays unknown for weeks. Without statistics of `salon_id`, each salon is taken for one of
//! 200 equal ones, and what narrows a statement is what it says beside the salon.
//!
//! What was counted before this was set stays where it is: there is nothing short of a
//! superuser's `delete` that takes it away.

use sqlx::{Executor as _, PgConnection};

const STOP_COUNTING: &str = "
    do $$
    declare
        salons regclass;
    begin
        for salons in
            select c.oid from pg_class c
              join pg_attribute a on a.attrelid = c.oid and a.attname = 'salon_id'
             where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
                   and not a.attisdropped and a.attstattarget is distinct from 0
        loop
            execute format('alter table %s alter column salon_id set statistics 0', salons);
        end loop;
    end $$";

/// Keeps PostgreSQL from counting salons, in whatever table it still does.
pub(super) async fn stop_counting_salons(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    connection.execute(sqlx::raw_sql(STOP_COUNTING)).await?;
    Ok(())
}
