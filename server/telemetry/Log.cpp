#include "telemetry/Log.h"

#include <QString>
#include <QtGlobal>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

namespace lanyard {
namespace {

constexpr std::size_t kLargestFile = 10 * 1024 * 1024;
constexpr std::size_t kFilesKept = 5;

std::atomic<bool> s_open{false};

void write(spdlog::level::level_enum level, std::string_view area, std::string_view message)
{
    if (s_open.load(std::memory_order_acquire)) // before that there is no file yet, and the terminal is for one clear line
        spdlog::log(level, "{}: {}", area, message);
}

/// Qt's own warnings belong into the same file.
void takeQtMessage(QtMsgType type, const QMessageLogContext&, const QString& message)
{
    const std::string text = message.toStdString();
    switch (type) {
    case QtDebugMsg:
    case QtInfoMsg: write(spdlog::level::debug, "qt", text); break;
    case QtWarningMsg: write(spdlog::level::warn, "qt", text); break;
    case QtCriticalMsg:
    case QtFatalMsg: write(spdlog::level::err, "qt", text); break;
    }
}

} // namespace

Result<void> Log::open(const std::filesystem::path& folder)
{
    try {
        auto file = std::make_shared<spdlog::sinks::rotating_file_sink_mt>((folder / "lanyard.log").string(), kLargestFile, kFilesKept);
        auto terminal = std::make_shared<spdlog::sinks::stderr_color_sink_mt>();
        terminal->set_level(spdlog::level::err);
        auto logger = std::make_shared<spdlog::logger>("lanyard", spdlog::sinks_init_list{file, terminal});
        logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
        terminal->set_pattern("lanyard: %v");
        logger->flush_on(spdlog::level::info);
        spdlog::set_default_logger(std::move(logger));
    } catch (const spdlog::spdlog_ex& failure) {
        return Error{ErrorCode::Io, "cannot write the log in " + folder.string() + "; check the folder's permissions", failure.what()};
    }
    s_open.store(true, std::memory_order_release);
    qInstallMessageHandler(takeQtMessage);
    return {};
}

void Log::close()
{
    qInstallMessageHandler(nullptr);
    s_open.store(false, std::memory_order_release);
    spdlog::shutdown();
}

void Log::info(std::string_view area, std::string_view message)
{
    write(spdlog::level::info, area, message);
}

void Log::warning(std::string_view area, std::string_view message)
{
    write(spdlog::level::warn, area, message);
}

void Log::error(std::string_view area, std::string_view message)
{
    write(spdlog::level::err, area, message);
}

} // namespace lanyard
