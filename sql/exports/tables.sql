-- Every published table, with its description.
select table_name as nom, comment as description
from duckdb_tables()
where not internal
order by nom;
