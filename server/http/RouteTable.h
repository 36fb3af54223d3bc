#pragma once

#include "http/HttpMessages.h"
#include "http/RequestHandler.h"

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace lanyard {

/// Which handler stands behind a method and a path: exact paths first, then the longest prefix ("/v1/models/*", which
/// needs at least one character in the star's place). HEAD falls back to GET.
/// Lives in: its worker's thread; filled before the first request. The handlers must outlive it.
class RouteTable
{
public:
    /// No route took a request.
    struct Miss
    {
        int status = 404;    ///< or 405
        std::string methods; ///< "GET, HEAD": what the path knows; "" for 404
        std::string message; ///< what to do
    };
    using MissAnswer = std::function<SimpleAnswer(const RequestHead&, const Miss&)>;

    RouteTable();

    void add(HttpMethod method, std::string_view pattern, RequestHandler& handler);
    /// Lets each surface speak its own dialect; OpenAI's until then. `Allow` is added by the table.
    void setMissAnswer(MissAnswer answer) { m_missAnswer = std::move(answer); }

    /// Null when nothing fits.
    RequestHandler* find(HttpMethod method, std::string_view path) const;
    /// "GET, HEAD, OPTIONS"; "" for an unknown path. "*" stands for the whole server.
    std::string methodsOf(std::string_view path) const;
    /// What to answer when find() gave null.
    SimpleAnswer missed(const RequestHead& head) const;

private:
    using Handlers = std::array<RequestHandler*, static_cast<std::size_t>(HttpMethod::Other) + 1>;
    struct Prefix
    {
        std::string path; ///< without the star
        Handlers handlers{};
    };
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };

    static RequestHandler* pick(const Handlers& handlers, HttpMethod method);
    template <class Visit>
    void visitMatches(std::string_view path, Visit visit) const;
    Miss missOf(const RequestHead& head) const;
    bool namesEndpoint(std::string_view path) const;

    std::unordered_map<std::string, Handlers, Hash, std::equal_to<>> m_exact;
    std::vector<Prefix> m_prefixes;     ///< longest first
    std::vector<std::string> m_listing; ///< "POST /v1/chat/completions", in the order they were added
    MissAnswer m_missAnswer;
};

} // namespace lanyard
