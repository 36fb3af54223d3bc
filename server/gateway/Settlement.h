#pragma once

#include "gateway/Caller.h"
#include "gateway/WorkerContext.h"
#include "ledger/JournalRecord.h"

#include <cstdint>
#include <string>

namespace lanyard {

/// One exchange's pages in the journal: opened before dispatch, an entry an attempt, settled before the client sees the
/// end. Every request that was authenticated gets a settled record, also one that was refused at once.
class Settlement
{
public:
    Settlement(WorkerContext& context, const Caller& caller);

    void setModel(ModelId model) { m_base.model = model; }
    void setStreamed(bool streamed) { m_base.streamed = streamed; }
    void setRequestedModel(std::string model) { m_texts.requestedModel = std::move(model); }

    /// Why it went where it went; for the request log.
    void setExplanation(std::string text) { m_texts.explanation = std::move(text); }

    ExchangeId id() const { return m_base.exchange; }
    bool opened() const { return m_opened; }

    /// `estimate` is what a lost exchange is shown with. Errors: Unavailable when the journal has no room.
    Result<void> open(const Usage& estimate);

    struct AttemptEntry
    {
        ProviderId provider;
        CredentialId credential;
        int status = 0;
        FailureClass failure = FailureClass::None;
        Usage usage;
        Money upstreamCost;
        SteadyTime startedAt{};
        std::optional<SteadyTime> firstByteAt;
    };
    void attempt(const AttemptEntry& entry);

    struct End
    {
        Outcome outcome = Outcome::Ok;
        int status = 200;
        Usage usage;
        Money cost;
        Money absorbed;
        std::string message; ///< of a failure, for the request log
    };
    /// Once. Gives back what was written.
    JournalRecord settle(const End& end);
    bool settled() const { return m_settled; }

private:
    std::uint32_t millisecondsSince(SteadyTime start) const;

    WorkerContext& m_context;
    JournalRecord m_base;
    JournalTexts m_texts;
    SteadyTime m_receivedAt;
    std::uint32_t m_firstByteMs = 0;
    std::uint8_t m_attempts = 0;
    bool m_opened = false;
    bool m_settled = false;
};

} // namespace lanyard
