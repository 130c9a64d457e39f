"""Dates records back: reads [{"table", "id", "moment"}] from standard input. Argument: the SQLite file, with no server on it.

Tryton stamps the creation of a record itself and lets no RPC change it; a company that has been there for years cannot be made otherwise.
"""
import json
import sqlite3
import sys

tables = {'party_party', 'sale_opportunity', 'ir_note'}

with sqlite3.connect(sys.argv[1]) as db:
    for row in json.load(sys.stdin):
        assert row['table'] in tables
        stamp = row['moment'].replace('T', ' ') + '.000000'
        db.execute(f"UPDATE {row['table']} SET create_date = ?, write_date = NULL WHERE id = ?", (stamp, row['id']))
