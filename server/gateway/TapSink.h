#pragma once

#include "gateway/AnswerRecording.h"
#include "http/Reply.h"

#include <memory>

namespace lanyard {

/// Stands between an exchange and its client and records what goes through.
/// Lives in: its worker's thread.
class TapSink final : public ReplySink, private ReplyObserver
{
public:
    enum class WhenGone : std::uint8_t {
        End,  ///< a client that leaves ends its exchange, and the recording is spoilt
        GoOn, ///< the exchange is not told: somebody may ask again for its answer
    };
    TapSink(std::shared_ptr<ReplySink> client, std::shared_ptr<AnswerRecording> recording, WhenGone whenGone);
    ~TapSink() override;

    void begin(int status, const HttpHeaders& headers, std::int64_t contentLength) override;
    void write(std::string_view bytes) override;
    void end() override;
    void abort() override;
    std::size_t bytesPending() const override;
    bool clientGone() const override;
    bool clientStalled() const override { return m_client->clientStalled(); }
    void setObserver(ReplyObserver* observer) override;

private:
    void onReplyDrained() override;
    void onClientGone() override;

    std::shared_ptr<ReplySink> m_client;
    std::shared_ptr<AnswerRecording> m_recording;
    WhenGone m_whenGone;
    ReplyObserver* m_observer = nullptr;
};

} // namespace lanyard
