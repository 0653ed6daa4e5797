/** Which columns fit a panel of some width, in px: the figures stay, drawings and extras go first. */
export function columnsFor(width: number, hasBaseline: boolean): { mark: boolean; samples: boolean; against: boolean } {
  return {
    mark: width >= (hasBaseline ? 560 : 380),
    samples: width >= 320,
    against: hasBaseline && width >= 260,
  };
}
