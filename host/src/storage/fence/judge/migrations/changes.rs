//! Tables that are changed and removed.

use sqlparser::ast::{
    AlterColumnOperation, AlterTable, AlterTableOperation, Ident, ObjectType, RenameTableNameKind,
    Statement,
};

use super::{Reader, SALON, must};

impl Reader<'_> {
    pub(super) fn alter(&mut self, alter: &AlterTable) -> Result<(), String> {
        let plain = !alter.if_exists
            && !alter.only
            && alter.location.is_none()
            && alter.on_cluster.is_none()
            && alter.table_type.is_none();
        must(
            plain,
            "it changes a table otherwise than by `alter table <name>` and one change",
        )?;
        let mut name = self.own(&alter.name)?;
        for operation in &alter.operations {
            let mut made = self.known(&name)?;
            match operation {
                AlterTableOperation::AddColumn {
                    column_def,
                    if_not_exists: false,
                    column_position: None,
                    ..
                } => self.column(&mut made, column_def)?,
                AlterTableOperation::DropColumn {
                    column_names,
                    if_exists: false,
                    drop_behavior: None,
                    ..
                } => {
                    for column in column_names {
                        let column = free(column)?;
                        let gone = made.columns.remove(&column);
                        must(gone.is_some(), &format!("there is no column {column}"))?;
                    }
                }
                AlterTableOperation::RenameColumn {
                    old_column_name,
                    new_column_name,
                } => {
                    let old = free(old_column_name)?;
                    let of = made.columns.remove(&old);
                    let of = of.ok_or_else(|| format!("there is no column {old}"))?;
                    let new = free(new_column_name)?;
                    made.columns.insert(new, of);
                }
                AlterTableOperation::RenameTable {
                    table_name: RenameTableNameKind::To(to),
                } => {
                    self.tables.remove(&name);
                    name = self.own(to)?;
                    must(
                        !self.tables.contains_key(&name),
                        "there is one of that name",
                    )?;
                }
                AlterTableOperation::AlterColumn { column_name, op } => {
                    free(column_name)?;
                    let plain = matches!(
                        op,
                        AlterColumnOperation::SetNotNull
                            | AlterColumnOperation::DropNotNull
                            | AlterColumnOperation::SetDefault { .. }
                            | AlterColumnOperation::DropDefault
                    );
                    must(plain, "of a column it changes more than `not null` and `default`")?;
                }
                AlterTableOperation::AddConstraint { constraint, .. } => {
                    self.constraint(&mut made, constraint)?;
                }
                AlterTableOperation::DropConstraint {
                    name: rule,
                    drop_behavior: None,
                    ..
                } => {
                    self.own_word(Some(rule))?;
                    // Who takes the key off makes another.
                    made.keyed &= rule.value.to_ascii_lowercase() != made.key;
                }
                _ => return Err("it changes a table otherwise than by adding, renaming or removing columns and rules".to_owned()),
            }
            self.tables.insert(name.clone(), made);
        }
        Ok(())
    }

    pub(super) fn remove(&mut self, statement: &Statement) -> Result<(), String> {
        let Statement::Drop {
            object_type,
            if_exists: false,
            names,
            cascade: false,
            purge: false,
            temporary: false,
            table: None,
            ..
        } = statement
        else {
            return Err(
                "it removes otherwise than by `drop table <name>` or `drop index <name>`"
                    .to_owned(),
            );
        };
        for name in names {
            let name = self.own(name)?;
            let gone = match object_type {
                ObjectType::Table => self.tables.remove(&name).is_some(),
                ObjectType::Index => self.indexes.remove(&name),
                _ => return Err("it removes what is neither table nor index".to_owned()),
            };
            must(gone, &format!("there is no {name} to remove"))?;
        }
        Ok(())
    }
}

/// A column that a migration may change: the salon's stays as it was made.
fn free(column: &Ident) -> Result<String, String> {
    let column = column.value.to_ascii_lowercase();
    must(column != SALON, "it changes the column of the salon")?;
    Ok(column)
}
