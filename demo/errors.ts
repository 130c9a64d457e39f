/** Salesforce's way to say no: a status and a list of codes with messages. */
export class SalesforceError extends Error {
  constructor(readonly errorCode: string, message: string, readonly status = 400, readonly fields: readonly string[] | null = null) {
    super(message)
  }

  /** As the REST API puts it. Errors of writing a record carry `fields`, others do not. */
  get body(): readonly { message: string; errorCode: string; fields?: readonly string[] }[] {
    return [{ message: this.message, errorCode: this.errorCode, ...(this.fields ? { fields: this.fields } : {}) }]
  }
}

export const notFound = (): SalesforceError => new SalesforceError('NOT_FOUND', 'The requested resource does not exist', 404)
