// The paths of the service that name a scan.

const NAME = /^[0-9]{8}-[0-9]{6}-[0-9a-f]{8}$/;

/** Whether a text is a scan's name; in a path, anything else might lead to another endpoint. */
export function isScanName(text) {
    return NAME.test(text);
}

/** Where the service has the `status`, `stream`, … of a scan. */
export function scanPath(kind, job) {
    if (!isScanName(job)) throw new TypeError(`"${job}" is no scan's name`);
    return `market-scan/${kind}/${job}`;
}
