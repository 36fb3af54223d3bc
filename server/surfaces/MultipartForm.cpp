#include "surfaces/MultipartForm.h"

#include "base/Http.h"

#include <algorithm>
#include <string>

namespace lanyard {
namespace {

constexpr std::string_view kForm = "multipart/form-data";

std::string boundaryOf(std::string_view contentType)
{
    constexpr std::string_view kParameter = "boundary=";
    std::size_t at = contentType.find(';');
    while (at != std::string_view::npos) {
        std::string_view parameter = contentType.substr(at + 1);
        parameter = parameter.substr(0, parameter.find(';'));
        parameter.remove_prefix(std::min(parameter.find_first_not_of(" \t"), parameter.size()));
        if (equalsIgnoringCase(parameter.substr(0, kParameter.size()), kParameter)) {
            std::string_view value = parameter.substr(kParameter.size());
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
                value = value.substr(1, value.size() - 2);
            return std::string(value);
        }
        at = contentType.find(';', at + 1);
    }
    return {};
}

/// `Content-Disposition: form-data; name="model"` and no file name: a text field of that name.
bool names(std::string_view head, std::string_view name)
{
    constexpr std::string_view kDisposition = "content-disposition:";
    while (!head.empty()) {
        const std::size_t end = head.find("\r\n");
        const std::string_view line = head.substr(0, end);
        head = end == std::string_view::npos ? std::string_view{} : head.substr(end + 2);
        if (!equalsIgnoringCase(line.substr(0, kDisposition.size()), kDisposition))
            continue;
        const bool named = line.find("; name=\"" + std::string(name) + "\"") != std::string_view::npos || line.ends_with("; name=" + std::string(name));
        return named && line.find("filename") == std::string_view::npos;
    }
    return false;
}

} // namespace

bool isMultipartForm(std::string_view contentType)
{
    return equalsIgnoringCase(contentType.substr(0, kForm.size()), kForm);
}

std::optional<FormField> formField(std::string_view contentType, std::string_view body, std::string_view name)
{
    const std::string boundary = boundaryOf(contentType);
    if (!isMultipartForm(contentType) || boundary.empty())
        return std::nullopt;
    const std::string delimiter = "\r\n--" + boundary;
    std::optional<FormField> found;
    // The first delimiter has no line before it.
    std::size_t at = body.starts_with(delimiter.substr(2)) ? delimiter.size() - 2 : body.find(delimiter);
    if (at != std::string_view::npos && at != delimiter.size() - 2)
        at += delimiter.size();
    while (at != std::string_view::npos && at <= body.size()) {
        const std::size_t end = body.find(delimiter, at);
        const std::string_view part = body.substr(at, end == std::string_view::npos ? end : end - at);
        const std::size_t blank = part.find("\r\n\r\n");
        if (part.starts_with("\r\n") && blank != std::string_view::npos && names(part.substr(2, blank - 2), name)) {
            if (found)
                found->twice = true;
            else
                found = FormField{part.substr(blank + 4), false};
        }
        at = end == std::string_view::npos ? end : end + delimiter.size();
    }
    return found;
}

} // namespace lanyard
