// The centre of the baseline: a CouchDB in Node over LevelDB, with no more of express-pouchdb than
// replication needs. LevelDB does not sync: what it acknowledges, a power failure may take.
//
//   node server.cjs FOLDER      prints the port it listens on
'use strict';

const express = require('express');
const expressPouchdb = require('express-pouchdb');
const PouchDB = require('pouchdb');

const [folder] = process.argv.slice(2);
const app = express();
const kept = PouchDB.defaults({ prefix: `${folder}/` });
app.use('/', expressPouchdb(kept, { mode: 'minimumForPouchDB' }));
const server = app.listen(0, '127.0.0.1', () => console.log(server.address().port));
