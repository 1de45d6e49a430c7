"""The pages of `docs/textes/`, in French for jurists: every rule of a text in words, its sentence, and the cases that test it."""
