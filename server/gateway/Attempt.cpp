#include "gateway/Attempt.h"

#include "gateway/CallWithFile.h"
#include "gateway/CallWithToken.h"
#include "gateway/RequestId.h"
#include "gateway/SharedState.h"
#include "gateway/StreamTranslator.h"
#include "providers/AllowanceHeaders.h"

#include <algorithm>
#include <charconv>
#include <functional>

namespace lanyard {
namespace {

constexpr std::size_t kLargestPlainAnswer = std::size_t{64} * 1024 * 1024;
constexpr std::size_t kLargestErrorAnswer = std::size_t{64} * 1024;
constexpr std::chrono::milliseconds kRoomWait{1'000};
/// A provider that sends this much without a word that we know is taken to be answering.
constexpr std::size_t kMostHeldBack = std::size_t{64} * 1024;

FailureClass classOf(UpstreamEnd::Kind kind)
{
    switch (kind) {
    case UpstreamEnd::Kind::Complete: return FailureClass::None;
    case UpstreamEnd::Kind::Timeout: return FailureClass::Timeout;
    case UpstreamEnd::Kind::TooLarge: return FailureClass::ServerError;
    case UpstreamEnd::Kind::Cancelled: return FailureClass::Cancelled;
    case UpstreamEnd::Kind::Network: return FailureClass::Network;
    }
    return FailureClass::Network;
}

std::size_t declaredLength(const HttpHeaders& headers)
{
    std::size_t length = 0;
    const std::string_view text = headers.value("content-length");
    std::from_chars(text.data(), text.data() + text.size(), length);
    return length;
}

/// A shorter "key" is a placeholder, and hiding it would hide ordinary words.
constexpr std::size_t kShortestSecret = 6;

/// Some services repeat the key that they refuse. It is the owner's: no client, log or list may get to see it.
void hide(const std::optional<Secret>& secret, std::string& text)
{
    if (!secret)
        return;
    constexpr std::string_view kInstead = "[credential]";
    const std::string_view whole = secret->reveal();
    for (const std::string_view part : {whole, whole.substr(whole.rfind(':') + 1)}) { // also the second half of a pair
        for (std::size_t at = text.find(part); part.size() >= kShortestSecret && at != std::string::npos; at = text.find(part, at + kInstead.size()))
            text.replace(at, part.size(), kInstead);
    }
}

} // namespace

Attempt::Attempt(WorkerContext& context, Target target, Lease lease, AttemptObserver& observer)
    : m_context(context),
      m_target(std::move(target)),
      m_lease(std::move(lease)),
      m_observer(observer),
      m_adapter(adapterFor(m_target.provider.kind)),
      m_charge(context.buffers)
{
}

Attempt::~Attempt() = default;

Result<ProviderCall> Attempt::buildCall(const AttemptInput& input)
{
    const ProviderTarget target{m_target.provider, m_target.credential, m_target.upstreamModel};
    m_translates = !m_adapter.passesThrough(m_target.provider, input.task);
    if (!m_translates) {
        if (input.task.stream)
            m_scanner = m_adapter.makeScanner(input.task);
        ProviderCall call = m_adapter.passThrough(target, input.task);
        if (input.bodyOwner->spilled())
            call.body.passed = [body = input.bodyOwner](std::string_view part) { body->forget(part); };
        call.body.owners.push_back(input.bodyOwner);
        return call;
    }
    if (input.task.operation == Operation::Embeddings) {
        const Result<EmbeddingRequest> request = input.surface.readEmbeddings(input.task, m_adjustments);
        if (!request)
            return request.error();
        return m_adapter.translateEmbeddings(target, *request, m_adjustments);
    }
    const Result<ChatRequest> request = input.surface.readChat(input.task, m_adjustments);
    if (!request)
        return request.error();
    if (input.task.stream) {
        auto translator = std::make_unique<StreamTranslator>(m_adapter.makeReader(input.facts.requestId),
                                                             input.surface.makeStreamEncoder(input.task, input.facts));
        m_translator = translator.get();
        m_scanner = std::move(translator);
    }
    return m_adapter.translate(target, *request, m_adjustments);
}

UpstreamRequest Attempt::requestFor(ProviderCall call) const
{
    UpstreamRequest request;
    request.method = HttpMethod::Post;
    request.url = std::move(call.url);
    request.headers = std::move(call.headers);
    request.headers.add("X-Request-Id", m_input->facts.requestId);
    request.body = std::move(call.body);
    request.timeouts = m_target.provider.timeouts;
    request.stream = m_input->task.stream;
    if (const std::string& proxy = proxyFor(m_target.provider, m_target.credential); !proxy.empty())
        request.proxy = m_target.snapshot->findProxy(proxy);
    request.keepAlive = m_target.snapshot;
    return request;
}

Result<void> Attempt::start(const AttemptInput& input)
{
    m_input = &input;
    m_usageAsked = input.task.usageAsked;
    if (input.task.operation == Operation::Recognition && m_adapter.recognizes())
        return startRecognition();
    Result<ProviderCall> call = buildCall(input);
    if (!call)
        return call.error();
    if (!m_adjustments.empty() && m_target.snapshot->settings().refuseAdjusted)
        return Error{ErrorCode::InvalidArgument, "the provider of this model cannot do all that is asked, and this gateway refuses to leave things out (" + m_adjustments.text() + "); change the request or ask for another model"};
    UpstreamRequest request = requestFor(*std::move(call));
    m_startedAt = m_context.clock.steady();
    Upstream& upstream = m_target.provider.kind == ProviderKind::Demo ? m_context.demo : m_context.http;
    if (m_context.shared && m_adapter.tokenCall(m_target.provider, m_target.credential)) {
        const CallWithToken::Context context{m_context.clock, m_context.timers, upstream, m_context.shared->tokens};
        m_call = std::make_unique<CallWithToken>(context, m_adapter, m_target.provider, m_target.credential, std::move(request),
                                                 static_cast<UpstreamObserver&>(*this));
    } else {
        m_call = upstream.start(std::move(request), *this);
    }
    return {};
}

/// The picture is fetched first; what is sent is signed together with it.
Result<void> Attempt::startRecognition()
{
    const Result<RecognitionRequest> wanted = m_input->surface.readRecognition(m_input->task);
    if (!wanted)
        return wanted.error();
    if (const std::string problem = GuardedFetch::problemOf(wanted->url); !problem.empty())
        return Error{ErrorCode::InvalidArgument, problem};
    m_translates = true;
    m_startedAt = m_context.clock.steady();
    GuardedFetch::Limits limits;
    limits.privateAddresses = m_target.snapshot->settings().fetchPrivate;
    const auto build = [this, kind = wanted->kind](FetchedFile file) {
        const ProviderTarget target{m_target.provider, m_target.credential, m_target.upstreamModel};
        return requestFor(m_adapter.recognize(target, kind, std::move(file.bytes), {m_context.clock.wall(), requestIdFor({})}));
    };
    m_call = std::make_unique<CallWithFile>(m_context.http, m_context.clock, wanted->url, limits, build, static_cast<UpstreamObserver&>(*this));
    return {};
}

void Attempt::pause()
{
    if (m_call)
        m_call->pause();
}

void Attempt::resume()
{
    if (m_call)
        m_call->resume();
}

AttemptResult Attempt::abandon()
{
    AttemptResult result;
    result.failure = FailureClass::Cancelled;
    result.status = m_status;
    result.committed = m_committed;
    if (m_scanner) {
        result.usage = m_scanner->usage();
        result.textBytes = m_scanner->textBytes();
        result.produced = std::move(m_scanner->produced());
    }
    m_finished = true;
    m_call.reset();
    AttemptReport report;
    report.failure = FailureClass::Cancelled;
    m_lease.finish(report);
    return result;
}

void Attempt::onUpstreamHead(int status, const HttpHeaders& headers)
{
    m_status = status;
    m_headers = headers;
    m_lease.observe(allowanceOf(headers, m_context.clock.wall()));
    if (!m_scanner && isGood())
        m_body.reserve(std::min(declaredLength(headers), kLargestPlainAnswer)); // grown step by step it would take twice as much
}

void Attempt::onUpstreamBody(std::string_view bytes)
{
    if (!m_firstByteAt)
        m_firstByteAt = m_context.clock.steady();
    if (m_finished)
        return; // behind the terminal mark: not for anybody
    if (isGood() && isBinary()) {
        m_committed = true;
        m_observer.onAttemptFrames(bytes);
        return;
    }
    if (isGood() && m_scanner)
        takeStreamed(bytes);
    else
        takePlain(bytes);
}

/// Counts what is held of the answer; ends the attempt when the service has no room for it.
bool Attempt::hold(std::size_t bytes)
{
    if (m_charge.trySet(static_cast<std::int64_t>(bytes)))
        return true;
    AttemptResult result;
    result.failure = FailureClass::Cancelled; // nobody's fault
    result.message = "the gateway holds as many bytes of requests and answers as it may";
    result.retryAfter = kRoomWait;
    finish(std::move(result));
    close();
    return false;
}

void Attempt::takePlain(std::string_view bytes)
{
    const std::size_t limit = isGood() ? kLargestPlainAnswer : kLargestErrorAnswer;
    if (m_body.size() + bytes.size() <= limit) {
        if (hold(m_body.size() + bytes.size()))
            m_body.append(bytes);
    } else if (isGood()) {
        AttemptResult result;
        result.failure = FailureClass::ServerError;
        result.message = "the provider's answer is larger than 64 MiB";
        finish(std::move(result));
        close();
    }
}

void Attempt::takeStreamed(std::string_view bytes)
{
    std::string_view run; // neighbouring frames that are forwarded in one piece
    m_chunk = bytes;
    const bool followed = feed(bytes, run);
    if (!m_finished)
        forward(run);
    m_chunk = {};
    if (!followed && !m_finished) {
        AttemptResult result;
        result.failure = FailureClass::ServerError;
        result.message = "the provider sent an event of more than 16 MiB";
        finish(std::move(result));
    }
    if (m_failed)
        close(); // whatever else it may send, nobody waits for it
    else if (!m_finished)
        hold(m_splitter.pendingBytes() + m_lines.pendingBytes() + m_held.size() + m_tail.size());
}

bool Attempt::feed(std::string_view bytes, std::string_view& run)
{
    if (m_adapter.framing() == StreamFraming::Ndjson) {
        return m_lines.feed(bytes, [&](const NdjsonFrame& line) { takeLine(line, run); });
    }
    return m_splitter.feed(bytes, [&](const SseFrame& frame) { takeEvent(frame, run); });
}

void Attempt::takeEvent(const SseFrame& frame, std::string_view& run)
{
    if (m_finished)
        return;
    if (frame.hasData())
        takeFrame(m_scanner->look(frame.event(), frame.data()), frame.raw(), run);
    else if (!m_translator) // a comment goes where it stands
        takeFrame(StreamScanner::Kind::Preamble, frame.raw(), run);
}

void Attempt::takeLine(const NdjsonFrame& line, std::string_view& run)
{
    if (!m_finished && !line.data().empty())
        takeFrame(m_scanner->look({}, line.data()), line.raw(), run);
}

/// `raw` is the frame as it came; a translator has others to send in its place.
void Attempt::takeFrame(StreamScanner::Kind kind, std::string_view raw, std::string_view& run)
{
    if (m_translator)
        raw = m_translator->output();
    switch (kind) {
    case StreamScanner::Kind::Usage:
        if (!m_usageAsked)
            return; // asked for by us, not by the client
        break;
    case StreamScanner::Kind::End: {
        forward(run);
        run = {};
        AttemptResult result;
        result.terminalMark = m_held + m_tail + std::string(raw);
        // A stream that only ends has said nothing: an empty 200 is a failure.
        result.failure = m_committed ? FailureClass::None : FailureClass::ServerError;
        result.message = m_committed ? "" : "the provider ended the stream without an answer";
        finish(std::move(result));
        return;
    }
    case StreamScanner::Kind::Error: {
        forward(run);
        run = {};
        if (m_committed && !m_translator) { // the provider's own error event is protocol-correct
            std::string words(raw);
            hide(m_target.credential.key, words);
            forward(words);
        }
        const ProviderFailure& failure = m_scanner->failure();
        AttemptResult result;
        result.failure = failure.failure;
        result.message = failure.message;
        finish(std::move(result));
        return;
    }
    case StreamScanner::Kind::Closing: m_tail += raw; return;
    case StreamScanner::Kind::Content: m_committed = true; break;
    case StreamScanner::Kind::Preamble: break;
    }
    if (raw.empty())
        return;
    if (!m_tail.empty()) { // behind the frame that is held back nothing overtakes it
        m_tail += raw;
        return;
    }
    // Only whole frames are forwarded, so that a keep-alive ping can never fall inside one.
    const bool neighbours = run.data() + run.size() == raw.data();
    if (!neighbours) {
        forward(run);
        run = {};
    }
    // A frame that was put together from several chunks is gone with the next one.
    const bool lasts = std::less_equal<>{}(m_chunk.data(), raw.data())
        && std::less_equal<>{}(raw.data() + raw.size(), m_chunk.data() + m_chunk.size());
    if (!lasts)
        forward(raw);
    else
        run = neighbours ? std::string_view(run.data(), run.size() + raw.size()) : raw;
}

void Attempt::forward(std::string_view frames)
{
    if (frames.empty())
        return;
    if (!m_committed) {
        m_held.append(frames);
        if (m_held.size() <= kMostHeldBack)
            return;
        m_committed = true;
        frames = {};
    }
    if (!m_held.empty()) {
        m_held.append(frames);
        const std::string all = std::move(m_held);
        m_held.clear();
        m_observer.onAttemptFrames(all);
        return;
    }
    m_observer.onAttemptFrames(frames);
}

void Attempt::onUpstreamEnd(const UpstreamEnd& end)
{
    if (!m_finished) {
        if (end.kind != UpstreamEnd::Kind::Complete && !(m_scanner && isGood())) {
            AttemptResult result;
            result.failure = classOf(end.kind);
            result.status = m_status;
            result.message = end.message;
            finish(std::move(result));
        } else if (!isGood()) {
            endFailedAnswer();
        } else if (m_scanner) {
            endStream(end);
        } else {
            endPlain();
        }
    }
    close();
}

void Attempt::endStream(const UpstreamEnd& end)
{
    std::string_view run;
    if (end.kind == UpstreamEnd::Kind::Complete) // frames are forwarded at once: m_chunk is empty
        feedRest(run);
    if (m_finished)
        return; // the last frame was the terminal mark
    // Some services send no terminal mark; the answer has its reason to stop. What is held back until the end is whole, too.
    const bool whole = m_scanner->finished() && ((end.kind == UpstreamEnd::Kind::Complete && m_committed) || !m_tail.empty());
    AttemptResult result;
    if (whole) {
        forward(run);
        result.terminalMark = m_held + m_tail + std::string(m_translator ? m_translator->close() : std::string_view{});
    } else if (end.kind == UpstreamEnd::Kind::Complete) {
        forward(run);
        result.failure = FailureClass::ServerError;
        result.message = m_committed ? "the provider ended the stream in the middle of the answer" : "the provider ended the stream without an answer";
    } else {
        result.failure = classOf(end.kind);
        result.message = end.message;
    }
    finish(std::move(result));
}

void Attempt::feedRest(std::string_view& run)
{
    if (m_adapter.framing() == StreamFraming::Ndjson) {
        m_lines.finish([&](const NdjsonFrame& line) { takeLine(line, run); });
        return;
    }
    m_splitter.finish([&](const SseFrame& frame) { takeEvent(frame, run); });
}

void Attempt::endPlain()
{
    finish(m_translates ? translatedAnswer() : passedAnswer());
}

AttemptResult Attempt::passedAnswer()
{
    if (isBinary()) { // went on as it came
        AttemptResult result;
        if (!m_committed) {
            result.failure = FailureClass::ServerError;
            result.message = "the provider answered with nothing";
        }
        return result;
    }
    const PlainAnswer answer = m_adapter.readPlain(m_input->task, m_body);
    AttemptResult result;
    if (!answer.meaningful) {
        result.failure = FailureClass::ServerError;
        result.message = m_body.empty() ? "the provider answered with nothing" : "the provider answered with something that is no answer to the request";
    }
    result.usage = answer.usage;
    result.textBytes = answer.textBytes;
    result.body = std::move(m_body);
    return result;
}

AttemptResult Attempt::translatedAnswer()
{
    AttemptResult result;
    const auto take = [&](const auto& answer, const auto& write) {
        if (!answer) {
            result.failure = FailureClass::ServerError;
            result.message = m_body.empty() ? "the provider answered with nothing" : answer.error().message;
            return;
        }
        result.usage = answer->usage;
        result.body = write(*answer);
    };
    const Surface& surface = m_input->surface;
    if (m_input->task.operation == Operation::Recognition) { // of a kind that recognizes(): others pass it through
        Result<std::string> text = m_adapter.readRecognized(m_body);
        result.failure = text ? FailureClass::None : FailureClass::ServerError;
        (text ? result.body : result.message) = text ? *std::move(text) : text.error().message;
        result.usage.emplace(); // no tokens: what a picture costs is the call
        return result;
    }
    if (m_input->task.operation == Operation::Embeddings) { // a vector is not text: nothing of it is output
        take(m_adapter.readEmbeddings(m_body), [&](const EmbeddingAnswer& answer) { return surface.writeEmbeddings(answer, m_input->task, m_input->facts); });
        return result;
    }
    take(m_adapter.readAnswer(m_body, m_input->facts.requestId), [&](const ChatAnswer& answer) { return surface.writeAnswer(answer, m_input->task, m_input->facts); });
    result.textBytes = m_body.size();
    return result;
}

void Attempt::endFailedAnswer()
{
    hide(m_target.credential.key, m_body);
    ProviderFailure failure = m_adapter.failure(m_status, m_headers, m_body);
    AttemptResult result;
    result.failure = failure.failure;
    result.message = std::move(failure.message);
    result.retryAfter = failure.retryAfter;
    result.body = std::move(m_body);
    finish(std::move(result));
}

void Attempt::close()
{
    m_call.reset();
    m_observer.onAttemptClosed(); // may destroy this attempt
}

void Attempt::finish(AttemptResult result)
{
    m_finished = true;
    m_charge.set(0);
    m_failed = result.failure != FailureClass::None;
    hide(m_target.credential.key, result.message);
    result.status = m_status;
    result.committed = m_committed;
    result.foreign = m_translates;
    if (!m_translates)
        result.contentType = std::string(m_headers.value("content-type"));
    if (m_scanner) {
        result.usage = m_scanner->usage();
        result.textBytes = m_scanner->textBytes();
        result.produced = std::move(m_scanner->produced());
    }
    AttemptReport report;
    report.failure = result.failure;
    report.retryAfter = result.retryAfter;
    report.reason = result.message;
    report.tokens = result.usage ? result.usage->total() : 0;
    if (m_firstByteAt)
        report.firstByte = std::chrono::duration_cast<std::chrono::milliseconds>(*m_firstByteAt - m_startedAt);
    m_lease.finish(report);
    m_observer.onAttemptEnd(std::move(result));
}

} // namespace lanyard
