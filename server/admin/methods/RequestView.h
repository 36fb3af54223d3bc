#pragma once

#include "ledger/Reports.h"
#include "protocol/messages/ReportMessages.h"

namespace lanyard {

/// A row of the book as the protocol shows it, in lists and in the request.finished event.
RequestInfo requestInfo(const RequestRow& row);

} // namespace lanyard
