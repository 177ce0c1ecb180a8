// Sends the one form of a page on which nothing is left to decide. Without scripts its button does.
document.getElementById('go-on')?.requestSubmit();
