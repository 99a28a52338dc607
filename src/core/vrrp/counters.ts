/**
 * The statistics of one instance, under keepalived's names (reference: interfaces, SIGUSR2 and JSON), plus the reasons
 * for which keepalived drops packets without counting them.
 */
export type Counters = { -readonly [Name in CounterName]: number };

export const counterNames = [
  "advert_rcvd",
  "advert_sent",
  "become_master",
  "release_master",
  "packet_len_err",
  "advert_interval_err",
  "ip_ttl_err",
  "invalid_type_rcvd",
  "addr_list_err",
  "invalid_authtype",
  "authtype_mismatch",
  "auth_failure",
  "vers_err",
  "chk_err",
  "pri_zero_rcvd",
  "pri_zero_sent",
] as const;

export type CounterName = (typeof counterNames)[number];

export function zeroCounters(): Counters {
  return {
    advert_rcvd: 0,
    advert_sent: 0,
    become_master: 0,
    release_master: 0,
    packet_len_err: 0,
    advert_interval_err: 0,
    ip_ttl_err: 0,
    invalid_type_rcvd: 0,
    addr_list_err: 0,
    invalid_authtype: 0,
    authtype_mismatch: 0,
    auth_failure: 0,
    vers_err: 0,
    chk_err: 0,
    pri_zero_rcvd: 0,
    pri_zero_sent: 0,
  };
}
