//! The beginning and the end of a salon in a shared database.

use std::collections::{BTreeMap, BTreeSet};

use kartoteka_plugin::{
    DbError, Row, Sql,
    db::{Engine, Weight},
};

use super::walls::quoted;

/// The tables of salons.
const TABLES: &str = "
    select c.relname::text as name
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'salon_id' and not a.attisdropped
     where c.relnamespace = current_schema()::regnamespace
       and c.relkind in ('r', 'p') and not c.relispartition
     order by c.relname";

/// Which of them refers to which other.
const REFERENCES: &str = "
    select child.relname::text as child, parent.relname::text as parent
      from pg_constraint f
      join pg_class child on child.oid = f.conrelid
      join pg_class parent on parent.oid = f.confrelid
     where f.contype = 'f' and f.conrelid <> f.confrelid
       and child.relnamespace = current_schema()::regnamespace";

/// What a new salon needs before its first journal entry. Repeating it is harmless.
pub(super) async fn create(engine: &dyn Engine) -> Result<(), DbError> {
    let sql = Sql::from(
        "insert into journal_counter (salon_id, last) values ($1, 0) on conflict (salon_id) do nothing",
    );
    let mut transaction = engine.begin(Weight::Short).await?;
    transaction.run(&sql, &[], Weight::Short).await?;
    transaction.commit().await
}

/// Deletes every row of a salon, in one transaction, those first that refer to others.
pub(super) async fn destroy(engine: &dyn Engine) -> Result<(), DbError> {
    let mut transaction = engine.begin(Weight::Long).await?;
    let tables = transaction.run(&TABLES.into(), &[], Weight::Long).await?;
    let references = transaction
        .run(&REFERENCES.into(), &[], Weight::Long)
        .await?;
    let tables = tables
        .rows
        .iter()
        .map(|row| row.get("name"))
        .collect::<Result<_, _>>()?;
    for table in children_first(tables, pairs(&references.rows)?) {
        let sql = Sql::from(format!(
            "delete from {} where salon_id = $1",
            quoted(&table)
        ));
        transaction.run(&sql, &[], Weight::Long).await?;
    }
    transaction.commit().await
}

fn pairs(rows: &[Row]) -> Result<BTreeMap<String, BTreeSet<String>>, DbError> {
    let mut children: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in rows {
        children
            .entry(row.get("parent")?)
            .or_default()
            .insert(row.get("child")?);
    }
    Ok(children)
}

/// Orders tables so that each comes after all that refer to it. Tables that refer to
/// each other in a ring come last, as they are: the database then says what is wrong.
fn children_first(
    mut tables: BTreeSet<String>,
    mut children: BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let mut order = Vec::with_capacity(tables.len());
    loop {
        let free: Vec<_> = tables
            .iter()
            .filter(|table| children.get(*table).is_none_or(BTreeSet::is_empty))
            .cloned()
            .collect();
        if free.is_empty() {
            order.extend(tables);
            return order;
        }
        for table in free {
            tables.remove(&table);
            for others in children.values_mut() {
                others.remove(&table);
            }
            order.push(table);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BTreeMap, BTreeSet, children_first};

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn order_tables_so_that_no_reference_is_left_hanging() {
        let children = BTreeMap::from([
            ("clients".to_owned(), set(&["notes", "sales"])),
            ("sales".to_owned(), set(&["lines"])),
        ]);
        let order = children_first(set(&["clients", "sales", "lines", "notes"]), children);
        assert_eq!(order, ["lines", "notes", "sales", "clients"]);
    }

    #[test]
    fn end_even_where_tables_refer_to_each_other() {
        let children =
            BTreeMap::from([("a".to_owned(), set(&["b"])), ("b".to_owned(), set(&["a"]))]);
        assert_eq!(
            children_first(set(&["a", "b", "c"]), children),
            ["c", "a", "b"]
        );
    }
}
