// Before anything is drawn: the colours that somebody has chosen here.
const chosen = localStorage.getItem('who-theme');
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen;
