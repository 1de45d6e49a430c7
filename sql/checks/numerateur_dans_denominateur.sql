-- Variants in which a part exceeds its whole. A good run selects none.
select variante, personnes, beneficiaires, actifs, inconnus, actifs_projet, actifs_evenement, dmp
from cnt_comptes
where
    actifs + inconnus > personnes or beneficiaires > personnes or actifs_projet > actifs or actifs_evenement > actifs
    or dmp > beneficiaires or inconnus_projet > inconnus or inconnus_evenement > inconnus;
