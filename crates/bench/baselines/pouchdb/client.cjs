// The desk of the baseline: PouchDB over LevelDB, told what to do line by line on standard input.
// Every line is answered by one line of JSON; `ms` is the time of the work itself.
//
//   node client.cjs FOLDER
//   load DATABASE FILE                    documents, one in a line, into a local database
//   attach DATABASE FILES                 one document with one attachment for each file of a folder
//   push DATABASE URL BATCH               replicates to a CouchDB
//   pull DATABASE URL BATCH               replicates from a CouchDB
//   read DATABASE                         counts the documents of a local database
'use strict';

const { readFileSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { createInterface } = require('node:readline');
const PouchDB = require('pouchdb');

const LOADED_AT_ONCE = 1000;
const ATTACHED_AT_ONCE = 20;

const [folder] = process.argv.slice(2);
const databases = new Map();

function database(name) {
  const known = databases.get(name) ?? new PouchDB(join(folder, name));
  databases.set(name, known);
  return known;
}

async function put(name, documents, atOnce) {
  for (let from = 0; from < documents.length; from += atOnce) {
    const written = await database(name).bulkDocs(documents.slice(from, from + atOnce));
    const refused = written.find((one) => one.error);
    if (refused) throw new Error(`a document was refused: ${refused.message}`);
  }
  return { documents: documents.length };
}

function load(name, file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return put(name, lines.map((line) => JSON.parse(line)), LOADED_AT_ONCE);
}

function attach(name, files) {
  const document = (file) => ({
    _id: file,
    _attachments: { page: { content_type: 'image/jpeg', data: readFileSync(join(files, file)) } },
  });
  return put(name, readdirSync(files).sort().map(document), ATTACHED_AT_ONCE);
}

async function replicate(replication) {
  const done = await replication;
  if (!done.ok || done.errors.length > 0) throw new Error('the replication failed');
  return { documents: done.docs_written };
}

const work = {
  load,
  attach,
  push: (name, url, batch) =>
    replicate(database(name).replicate.to(url, { batch_size: Number(batch) })),
  pull: (name, url, batch) =>
    replicate(database(name).replicate.from(url, { batch_size: Number(batch) })),
  read: async (name) => ({ documents: (await database(name).info()).doc_count }),
};

async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    const [what, ...given] = line.split(' ');
    const begun = performance.now();
    const done = await work[what](...given);
    console.log(JSON.stringify({ ...done, ms: performance.now() - begun }));
  }
}

main().catch((error) => {
  console.log(JSON.stringify({ error: String(error.message ?? error) }));
  process.exit(1);
});
