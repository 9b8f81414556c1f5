// Finds the islands in a page and mounts each. Pages are complete without this.
import './fonts.css';
import './styles/main.scss';
import { watchCopies } from './lib/copy.ts';
import { focusProblem } from './lib/focus.ts';
import { mountIslands } from './lib/islands.ts';
import { watchPending } from './lib/pending.ts';
import { watchAssess } from './islands/assess/assess.ts';
import { watchBuild } from './islands/assess/build.ts';
import { watchLists } from './islands/lists/lists.ts';
import { watchRegister } from './islands/register/register.ts';
import { watchUploads } from './islands/upload/upload.ts';

document.documentElement.dataset['scripts'] = 'on';
focusProblem(document);
watchCopies(document);
watchAssess(document);
watchBuild(document);
watchPending(document);
watchLists(document);
watchRegister(document);
watchUploads(document);
mountIslands(document);
