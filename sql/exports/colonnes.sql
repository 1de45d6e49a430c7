-- Every column of every published table, with its description.
select table_name as nom, column_name as colonne, comment as description
from duckdb_columns()
where not internal
order by nom, column_index;
