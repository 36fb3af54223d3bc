#pragma once

#include <string_view>

namespace lanyard::fuzz {

// What strangers send us and we take apart by hand. Each function is given any bytes at all and returns, or ends the program
// because a promise was broken.

/// Pipelined HTTP/1 requests with bodies: `http/RequestFramer`, `http/BodyCollector`, `http/BodyInflater`.
void fuzzRequestGuard(std::string_view input);
/// A provider's answer: `upstream/ResponseFramer`.
void fuzzResponseFramer(std::string_view input);
/// A provider's stream: `upstream/SseSplitter`, `upstream/NdjsonSplitter`, and the scanner that reads the events.
void fuzzEventSplitters(std::string_view input);
/// A chat request's body and what is sent upstream for it: `llm/JsonScan`, the OpenAI surface and adapter.
void fuzzJsonSlices(std::string_view input);
/// The declarative file: `config/YamlDocument`, `config/ConfigEditor` with its checks, `config/ConfigExport`.
void fuzzApplyFile(std::string_view input);

/// A request in each client's protocol: every surface's reading, every provider's writing.
void fuzzClientRequests(std::string_view input);
/// A provider's answer, plain and as a stream: every adapter's reading, every surface's writing.
void fuzzProviderAnswers(std::string_view input);

} // namespace lanyard::fuzz
