-- Files found that the ledger does not hold, or of which it holds one part twice. A good run selects none.
select r.chemin, count(s.depot) as lignes_au_registre
from receptions as r
left join stg_registre_depots as s on r.chemin = s.chemin
group by r.chemin
having count(s.depot) = 0 or count(*) <> count(distinct s.depot);
