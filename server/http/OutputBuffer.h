#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lanyard {

/// Memory for output, lent to the connections that have some: an idle connection holds none.
/// Lives in: its worker's thread.
class OutputStore
{
public:
    std::string take()
    {
        if (m_spare.empty())
            return {};
        std::string buffer = std::move(m_spare.back());
        m_spare.pop_back();
        return buffer;
    }
    void giveBack(std::string buffer)
    {
        if (m_spare.size() >= kMaxSpare || buffer.capacity() > kMaxCapacity)
            return;
        buffer.clear();
        m_spare.push_back(std::move(buffer));
    }

private:
    static constexpr std::size_t kMaxSpare = 64;
    static constexpr std::size_t kMaxCapacity = 128 * 1024;
    std::vector<std::string> m_spare;
};

/// Bytes on their way to one client.
class OutputBuffer
{
public:
    explicit OutputBuffer(OutputStore& store) : m_store(store) {}
    ~OutputBuffer() { clear(); }
    OutputBuffer(const OutputBuffer&) = delete;
    OutputBuffer& operator=(const OutputBuffer&) = delete;

    /// For appending only.
    std::string& text()
    {
        if (m_text.capacity() <= std::string().capacity())
            m_text = m_store.take();
        return m_text;
    }
    std::string_view pending() const { return std::string_view(m_text).substr(m_sent); }
    std::size_t size() const { return m_text.size() - m_sent; }
    bool empty() const { return size() == 0; }

    /// Takes `bytes` over, without the first `sent`. Only while empty.
    void adopt(std::string&& bytes, std::size_t sent)
    {
        clear();
        m_text = std::move(bytes);
        m_sent = sent;
    }

    void consume(std::size_t bytes)
    {
        m_sent += bytes;
        if (m_sent == m_text.size())
            clear();
        else if (m_sent >= kCompactAt && m_sent >= m_text.size() / 2) // moves no byte more than twice
            compact();
    }
    void clear()
    {
        if (m_text.capacity() > std::string().capacity())
            m_store.giveBack(std::exchange(m_text, {}));
        m_text.clear();
        m_sent = 0;
    }

private:
    static constexpr std::size_t kCompactAt = 16 * 1024;
    void compact()
    {
        m_text.erase(0, m_sent);
        m_sent = 0;
    }

    OutputStore& m_store;
    std::string m_text;
    std::size_t m_sent = 0;
};

} // namespace lanyard
