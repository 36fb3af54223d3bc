#pragma once

#include "config/Snapshot.h"
#include "gateway/AnswerReplay.h"
#include "gateway/Exchange.h"
#include "gateway/ExchangeFeed.h"
#include "gateway/ExchangeRegistry.h"
#include "gateway/SharedState.h"
#include "gateway/WorkerContext.h"
#include "support/FakeClock.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace lanyard::test {

/// A journal that keeps its records in memory.
class MemoryJournal final : public JournalWriter
{
public:
    Result<void> append(const JournalRecord& record) override
    {
        if (full)
            return Error{ErrorCode::Io, "full"};
        records.push_back(record);
        return {};
    }
    void note(JournalTexts text) override { texts.push_back(std::move(text)); }
    ExchangeId nextExchange() override { return ExchangeId::make(1, 0, ++m_counter); }

    const JournalRecord* settled() const
    {
        for (const JournalRecord& record : records) {
            if (record.kind == JournalKind::Settled)
                return &record;
        }
        return nullptr;
    }

    std::vector<JournalRecord> records;
    std::vector<JournalTexts> texts;
    bool full = false;

private:
    std::uint32_t m_counter = 0;
};

/// A client's connection that records, and can be slow or leave.
class RecordingSink final : public ReplySink
{
public:
    explicit RecordingSink(const MemoryJournal& journal) : m_journal(journal) {}

    void begin(int s, const HttpHeaders& h, std::int64_t) override
    {
        status = s;
        headers = h;
    }
    void write(std::string_view bytes) override
    {
        body.append(bytes);
        if (bytes.find("[DONE]") != std::string_view::npos)
            settledBeforeDone = m_journal.settled() != nullptr;
    }
    void end() override
    {
        ended = true;
        settledBeforeEnd = m_journal.settled() != nullptr;
    }
    void abort() override { aborted = true; }
    std::size_t bytesPending() const override { return pending; }
    bool clientGone() const override { return gone; }
    bool clientStalled() const override { return stalled; }
    void setObserver(ReplyObserver* o) override { observer = o; }

    int status = 0;
    HttpHeaders headers;
    std::string body;
    bool ended = false, aborted = false, gone = false, stalled = false;
    bool settledBeforeEnd = false, settledBeforeDone = false;
    std::size_t pending = 0;
    ReplyObserver* observer = nullptr;

private:
    const MemoryJournal& m_journal;
};

/// A provider that is driven by hand: each call that the gateway starts is there to be answered.
class HandUpstream final : public Upstream
{
public:
    struct Call
    {
        UpstreamRequest request;
        std::string body;
        UpstreamObserver* observer = nullptr;
        bool cancelled = false;
        bool paused = false;
        int pauses = 0;

        void head(int status, HttpHeaders headers = {{"Content-Type", "application/json"}}) { observer->onUpstreamHead(status, headers); }
        void bytes(std::string_view text) { observer->onUpstreamBody(text); }
        void end(UpstreamEnd::Kind kind = UpstreamEnd::Kind::Complete, std::string message = {})
        {
            observer->onUpstreamEnd({kind, std::move(message), false});
        }
        void answer(int status, std::string_view text, HttpHeaders headers = {{"Content-Type", "application/json"}})
        {
            head(status, std::move(headers));
            bytes(text);
            end();
        }
    };

    std::unique_ptr<UpstreamCall> start(UpstreamRequest request, UpstreamObserver& observer) override
    {
        auto call = std::make_shared<Call>();
        call->body = request.body.joined();
        call->request = std::move(request);
        call->observer = &observer;
        calls.push_back(call);
        return std::make_unique<Handle>(call);
    }

    std::vector<std::shared_ptr<Call>> calls;
    Call& last() { return *calls.back(); }

private:
    class Handle final : public UpstreamCall
    {
    public:
        explicit Handle(std::shared_ptr<Call> call) : m_call(std::move(call)) {}
        ~Handle() override { m_call->cancelled = true; }
        void pause() override
        {
            m_call->paused = true;
            ++m_call->pauses;
        }
        void resume() override { m_call->paused = false; }

    private:
        std::shared_ptr<Call> m_call;
    };
};

/// Somebody who watches, or not.
class RecordingFeed final : public ExchangeFeed
{
public:
    bool wanted() const override { return watching; }
    void finished(FinishedExchange exchange) override { told.push_back(std::move(exchange)); }

    void waits(WaitingExchange exchange) override { waiting.push_back(std::move(exchange)); }

    bool watching = false;
    std::vector<WaitingExchange> waiting;
    std::vector<FinishedExchange> told;
};

/// One worker around real router, pool and governor: two providers ("one" with credentials a and b, "two" with c), the
/// models "gpt" (alias "fast", at 1 and 2 USD per million tokens) and "free", the users alice (10 USD) and bob (pays
/// afterwards, in a group with multiplier 2).
class GatewayBench
{
public:
    GatewayBench();
    ~GatewayBench() { exchanges.abandonAll(); }

    static Configuration configuration();
    void publish(Configuration configuration);

    /// Sends a chat completion as `user`; returns what the client sees.
    std::shared_ptr<RecordingSink> send(std::string body, std::string_view user = "alice", std::string_view target = "/v1/chat/completions",
                                        HttpHeaders headers = {});

    HttpHeaders requestHeaders; ///< of what is sent from now on

    FakeClock clock;
    BufferBudget buffers{std::int64_t{1} << 30};
    TimerWheel timers{clock};
    SnapshotHub snapshots;
    ApiKeyHasher hasher{ApiKeyPepper{}};
    KeyPool pool{clock};
    Router router{&pool};
    Governor governor{clock};
    MemoryJournal journal;
    HandUpstream upstream;
    HandUpstream demo;
    ExchangeRegistry exchanges;
    RecordingFeed feed;
    SharedState shared;
    Mailbox mailbox;
    ReplayDesk replays{mailbox};
    WorkerContext context{clock, timers, snapshots, hasher, router, pool, governor, journal, upstream, demo, exchanges, &feed, nullptr, &shared, &mailbox, &replays, &buffers.addAccount()};

private:
    std::uint64_t m_version = 0;
};

} // namespace lanyard::test
