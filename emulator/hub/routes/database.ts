import { Hono } from 'hono';
import * as v from 'valibot';
import { readBody } from '../input';
import type { Services } from '../services';

const Plain = v.record(v.string(), v.unknown());
const Documents = v.strictObject({ documents: v.array(Plain) });
const Body = v.union([Documents, Plain], 'expected a document, or {"documents": [...]}');

/** Documents as relaxed EJSON, and what the queries cost. */
export const databaseRoutes = ({ database }: Services): Hono =>
  new Hono()
    .get('/db', (c) => c.json({ collections: database.collections() }))
    .get('/db/:collection', (c) => {
      const { query } = c.req.query();
      return c.json({ documents: database.find(c.req.param('collection'), query) });
    })
    .post('/db/:collection', async (c) => {
      const body = await readBody(c, Body);
      const many = v.is(Documents, body) ? body.documents : [body];
      return c.json({ ids: database.insert(c.req.param('collection'), many) });
    })
    .get('/db-costs', (c) => c.json({ costs: database.costs() }));
