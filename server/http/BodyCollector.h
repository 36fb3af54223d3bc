#pragma once

#include "http/BodyInflater.h"
#include "http/BufferBudget.h"
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
    /// `limits` outlive this.
    explicit BodyCollector(const HttpLimits& limits, BufferAccounts accounts = {})
        : m_limits(limits), m_memory(accounts.memory), m_spool(accounts.spool)
    {}
    explicit BodyCollector(HttpLimits&&, BufferAccounts = {}) = delete;

    /// By the head's Content-Encoding and length. 415 for a coding that is not known.
    std::optional<HttpFault> start(const RequestHead& head);
    /// A body follows: keeps room for what its head declares. 503 when the service holds as much as it may already.
    std::optional<HttpFault> makeRoom(const RequestHead& head);
    bool takeBody(std::string_view piece) override;
    /// The whole body, or nothing: see fault().
    std::optional<RequestBody> finish();
    const HttpFault& fault() const { return m_fault; }
    void clear();

private:
    bool store(std::string_view plain);
    bool spill(std::string_view plain);
    bool fail(HttpFault fault);
    std::optional<RequestBody> mapSpilled();

    const HttpLimits& m_limits;
    BufferCharge m_memory; ///< what m_bytes counts for
    BufferCharge m_spool;  ///< what m_file counts for
    std::string m_bytes;
    std::unique_ptr<QFile> m_file;
    std::int64_t m_size = 0;
    std::unique_ptr<BodyInflater> m_inflater;
    HttpFault m_fault;
};

} // namespace lanyard
