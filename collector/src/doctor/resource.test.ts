import { describe, expect, it } from 'vitest';
import { otherSwarm, resourceAttributes } from './resource.ts';

const from = 'settings.json';
const other = (value: string, swarm?: string, topology?: string) => otherSwarm({ value, from }, { swarm, topology });

describe('resourceAttributes', () => {
  it('reads names and values, encoded or not, whatever they are', () => {
    const attributes = resourceAttributes(' swarm.id = a%20b ,x=1=2,__proto__=y,broken=%zz,,alone');
    expect(attributes.get('swarm.id')).toBe('a b');
    expect(attributes.get('x')).toBe('1=2');
    expect(attributes.get('__proto__')).toBe('y');
    expect(attributes.get('broken')).toBe('%zz');
    expect(attributes.get('alone')).toBe('');
    expect(attributes.get('toString')).toBeUndefined();
  });
});

describe('otherSwarm', () => {
  it('is nothing where nobody asked, nothing is set, or it is the same', () => {
    expect(otherSwarm(undefined, { swarm: 'a' })).toBeUndefined();
    expect(other('swarm.id=a')).toBeUndefined();
    expect(other('swarm.id=a%20b,swarm.topology=mesh', 'a b', 'mesh')).toBeUndefined();
  });

  it('says what is named, and what to put there instead', () => {
    expect(other('swarm.id=shop', 'other one')).toBe(
      'names swarm.id "shop" and stays so: for what you asked for, put swarm.id=other%20one into it in settings.json'
    );
    expect(other('swarm.id=shop', 'shop', 'mesh')).toContain('names swarm.topology not at all');
    expect(other('team=a', 'shop', 'mesh')).toContain('swarm.id=shop,swarm.topology=mesh');
  });

  it('does not repeat a name without end', () => {
    expect(other(`swarm.id=${'x'.repeat(10_000)}`, 'a')?.length).toBeLessThan(400);
  });
});
