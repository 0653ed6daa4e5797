/** Groups by their id. Every id once: a repeated one would be compared with half of its data. RangeError otherwise. */
export function groupsById<Group extends { id: string }>(groups: readonly Group[]): (id: string) => Group {
  const byId = new Map(groups.map((group) => [group.id, group]));
  if (byId.size < groups.length) {
    throw new RangeError(`a group is given more than once: ${groups.map((group) => group.id).join(', ')}`);
  }
  return (id) => {
    const group = byId.get(id);
    if (group === undefined) {
      throw new RangeError(`no data of group ${id}`);
    }
    return group;
  };
}
