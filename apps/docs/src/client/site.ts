// What pages can do besides: choose colours, copy code, search. Without it they are read as well.
import { copyButtons } from './copy.js';
import { searchDialog } from './search.js';
import { themeButton } from './theme-button.js';

themeButton();
copyButtons();
searchDialog();
