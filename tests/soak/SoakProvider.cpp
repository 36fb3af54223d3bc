#include "SoakProvider.h"

#include <memory>
#include <random>

namespace lanyard::test {
namespace {

using namespace std::chrono_literals;

bool asksFor(const FakeRequest& request, std::string_view model)
{
    return request.body.find("\"" + std::string(model) + "\"") != std::string::npos;
}

FakeChat paced(std::chrono::milliseconds delay)
{
    FakeChat chat;
    chat.pieces.assign(20, " word");
    chat.completionTokens = 20;
    chat.pieceDelay = delay;
    return chat;
}

FakeAnswer longAnswer(const FakeRequest& request)
{
    FakeChat chat;
    chat.pieces.assign(1000, std::string(1000, 'x'));
    chat.completionTokens = 1000;
    return chat.answer(request);
}

FakeAnswer limited()
{
    FakeAnswer answer = fakeError(429, "rate_limit_error", "rate_limit_exceeded", "Slow down.");
    answer.headers.add("Retry-After", "1");
    return answer;
}

FakeAnswer brokenOff(const FakeRequest& request, FakeAnswer::Ending ending)
{
    FakeAnswer answer = paced(20ms).answer(request);
    answer.cutAfter = 1500;
    answer.ending = ending;
    return answer;
}

FakeAnswer slow(const FakeRequest& request)
{
    FakeAnswer answer = FakeChat{}.answer(request);
    answer.headDelay = 700ms;
    return answer;
}

FakeAnswer faulty(const FakeRequest& request, int dice)
{
    if (dice < 8)
        return limited();
    if (dice < 16)
        return fakeError(500, "server_error", "", "The server had an error.");
    if (dice < 20)
        return fakeSilence(FakeAnswer::Ending::Reset);
    if (dice < 24)
        return fakeSilence(FakeAnswer::Ending::Close);
    if (dice < 26)
        return fakeSilence(FakeAnswer::Ending::Stall);
    if (dice < 32)
        return brokenOff(request, FakeAnswer::Ending::Reset);
    if (dice < 38)
        return brokenOff(request, FakeAnswer::Ending::Close);
    if (dice < 40)
        return brokenOff(request, FakeAnswer::Ending::Stall);
    if (dice < 50)
        return slow(request);
    return FakeChat{}.answer(request);
}

} // namespace

FakeProviderScript soakScript(unsigned seed)
{
    return [dice = std::make_shared<std::minstd_rand>(seed)](const FakeRequest& request) {
        if (asksFor(request, "faulty"))
            return faulty(request, static_cast<int>((*dice)() % 100));
        if (asksFor(request, "paced"))
            return paced(100ms).answer(request);
        if (asksFor(request, "long"))
            return longAnswer(request);
        return FakeChat{}.answer(request);
    };
}

} // namespace lanyard::test
