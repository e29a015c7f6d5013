import { NoteServer } from './server';
import { NoteStore } from './store';

new NoteServer(new NoteStore('pantry.json')).start();
