/** PouchDB's own server: express-pouchdb over LevelDB, one database a group, as CouchDB's documentation advises. */
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.PEERS_FOLDER, "package.json"));
const express = require("express");
const PouchDB = require("pouchdb-node");
const expressPouchdb = require("express-pouchdb");

const folder = process.env.DATA_FOLDER;
const OnDisk = PouchDB.defaults({ prefix: `${folder}/` });
const app = express();
app.use(
  "/",
  expressPouchdb(OnDisk, {
    mode: "minimumForPouchDB",
    inMemoryConfig: true,
    logPath: join(folder, "log.txt"),
  }),
);
const server = app.listen(Number(process.env.PORT), "127.0.0.1", () => console.log("ready"));
server.keepAliveTimeout = 60_000;
