import { describe, expect, it } from 'vitest';
import { type Channel, type Services, serveContract } from '#contract';
import { createMemoryChannels } from '#contract/transports/memory';
import { Connection } from './connection.ts';
import { reconnectingServices } from './reconnecting-services.ts';

/** Services over a connection whose attempts the test ends, the first one first. */
function connecting() {
  const attempts: PromiseWithResolvers<Channel>[] = [];
  const connection = new Connection(() => {
    const attempt = Promise.withResolvers<Channel>();
    attempts.push(attempt);
    return attempt.promise;
  });
  const engine = { projects: { recent: async () => [] } } as unknown as Services;
  return {
    connection,
    services: reconnectingServices(connection),
    connect() {
      const [window, host] = createMemoryChannels();
      const served = serveContract(host, engine);
      attempts.shift()?.resolve(window);
      return served;
    },
    fail: () => attempts.shift()?.reject(new Error('the port is closed')),
  };
}

describe('a call to the engine', () => {
  it('waits for the connection that is being made', async () => {
    const { services, connect } = connecting();
    const answer = services.projects.recent({});
    connect();
    expect(await answer).toEqual([]);
  });

  it('is refused when that connection cannot be made', async () => {
    const { services, connection, fail } = connecting();
    const answer = services.projects.recent({});
    fail();
    await expect(answer).rejects.toMatchObject({ code: 'closed' });
    expect(connection.state()).toMatchObject({ status: 'connecting', reason: 'the port is closed' });
    connection.dispose();
  });

  it('is refused at once while nobody connects, and goes to the next connection', async () => {
    const { services, connection, connect } = connecting();
    const served = connect();
    await expect.poll(() => connection.state().status).toBe('open');
    served.dispose();
    await expect.poll(() => connection.state().status).toBe('lost');
    await expect(services.projects.recent({})).rejects.toMatchObject({ code: 'closed' });
    connection.retry();
    await expect
      .poll(() => {
        connect();
        return connection.state().status;
      })
      .toBe('open');
    expect(await services.projects.recent({})).toEqual([]);
  });
});
