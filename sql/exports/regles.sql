-- Every value of every text, in the order in which it was published.
select texte_id, cle, valeur, unite, document, section, phrase, lecture, origine
from regles
order by texte_id, rowid;
