// SPDX-License-Identifier: MIT
// T3: candles from trades by DuckDB.
//   node peer_duckdb.cjs FILE OUT INTERVAL-MS INTERVAL THREADS
const { DuckDBInstance } = require("@duckdb/node-api");
const [file, out, ms, interval, threads] = process.argv.slice(2);

const sql = `COPY (
SELECT 'candle' AS type, open_time + ${ms} - 1 AS time, 'synth' AS venue,
  'BTCUSDT' AS symbol, '${interval}' AS interval, * FROM (
  SELECT time - time % ${ms} AS open_time,
    arg_min(price, id) AS open, max(price) AS high,
    min(price) AS low, arg_max(price, id) AS close,
    sum(qty) AS volume, sum(price * qty) AS quote_volume,
    sum(last_id - first_id + 1)::BIGINT AS trades,
    coalesce(sum(qty) FILTER (side = 'buy'), 0) AS taker_buy_volume,
    coalesce(sum(price * qty) FILTER (side = 'buy'), 0)
      AS taker_buy_quote_volume
  FROM read_json('${file}', format = 'newline_delimited', columns = {
    time: 'BIGINT', id: 'BIGINT', price: 'DOUBLE', qty: 'DOUBLE',
    side: 'VARCHAR', first_id: 'BIGINT', last_id: 'BIGINT'})
  GROUP BY ALL ORDER BY open_time)
) TO '${out}' (FORMAT json)`;

(async () => {
  const db = await DuckDBInstance.create(":memory:", { threads });
  await (await db.connect()).run(sql);
})();
