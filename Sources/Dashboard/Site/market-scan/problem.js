/** The service has refused a request; `errors` points to each field at fault. */
export class ScanProblem extends Error {
    constructor(status, document = {}, retryAfter = null) {
        super(document.detail || document.title || `the service answered ${status}`);
        this.name = "ScanProblem";
        this.status = status;
        this.errors = document.errors ?? [];
        this.retryAfter = retryAfter;
    }
}

/** A stream is open, but what it should bring does not come. */
export class StreamBlocked extends Error {}
