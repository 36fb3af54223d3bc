#include "admin/methods/AllMethods.h"

namespace lanyard {
namespace {

const Error kCannot{ErrorCode::Unavailable, "this service cannot do that now"};

void pause(const AdminServices& services, bool paused, const Answer<Nothing>& answer)
{
    if (!services.pause)
        return answer(kCannot);
    services.pause(paused);
    answer(Nothing{});
}

} // namespace

void registerLiveMethods(Dispatcher& dispatcher, AdminServices& services)
{
    dispatcher.on<methods::StatsHistory>([&services](const Nothing&, Answer<HistoryResult> answer) {
        answer(services.history ? Result<HistoryResult>(services.history()) : kCannot);
    });
    dispatcher.on<methods::ServicePause>([&services](const Nothing&, Answer<Nothing> answer) { pause(services, true, answer); });
    dispatcher.on<methods::ServiceResume>([&services](const Nothing&, Answer<Nothing> answer) { pause(services, false, answer); });
    dispatcher.on<methods::RequestsRunning>([&services](const Nothing&, Answer<RunningListResult> answer) {
        if (!services.running)
            return answer(kCannot);
        services.running([answer](Result<RunningListResult> running) { answer(std::move(running)); });
    });
    dispatcher.on<methods::RequestsStop>([&services](const RequestRef& params, Answer<Nothing> answer) {
        if (!services.stopRequest)
            return answer(kCannot);
        services.stopRequest(params.id, [answer](Result<Nothing> stopped) { answer(std::move(stopped)); });
    });
    dispatcher.on<methods::ProviderDiscover>([&services](const Nothing&, Answer<DiscoverResult> answer) {
        if (!services.discover)
            return answer(kCannot);
        services.discover([answer](Result<DiscoverResult> found) { answer(std::move(found)); });
    });
}

} // namespace lanyard
