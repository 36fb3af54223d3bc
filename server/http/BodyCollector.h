#pragma once

#include "http/BodyInflater.h"
#include "http/HttpFault.h"
#include "http/HttpLimits.h"
#include "http/RequestFramer.h"

#include <QFile>

#include <memory>
#include <optional>
#include <string>

namespace lanyard {

/// Takes in one request body: inflates it if it came compressed, keeps small ones in memory and puts large ones into a
/// nameless file that is mapped at the end.
class BodyCollector final : public BodyTaker
{
public:
    explicit BodyCollector(const HttpLimits& limits) : m_limits(limits) {}

    /// By the head's Content-Encoding and length. 415 for a coding that is not known.
    std::optional<HttpFault> start(const RequestHead& head);
    bool takeBody(std::string_view piece) override;
    /// The whole body, or nothing: see fault().
    std::optional<RequestBody> finish();
    const HttpFault& fault() const { return m_fault; }
    void clear();

private:
    bool store(std::string_view plain);
    bool spill(std::string_view plain);
    bool fail(int status, std::string_view code, std::string message);
    std::optional<RequestBody> mapSpilled();

    const HttpLimits& m_limits;
    std::string m_bytes;
    std::unique_ptr<QFile> m_file;
    std::int64_t m_size = 0;
    std::unique_ptr<BodyInflater> m_inflater;
    HttpFault m_fault;
};

} // namespace lanyard
