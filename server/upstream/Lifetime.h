#pragma once

namespace lanyard {

/// A member that tells functions of its object whether the object was destroyed by what they called: an observer may
/// end the very call that tells it something.
class Lifetime
{
public:
    Lifetime() = default;
    ~Lifetime()
    {
        for (Watch* watch = m_innermost; watch != nullptr; watch = watch->m_outer)
            watch->m_ended = true;
    }
    Lifetime(const Lifetime&) = delete;
    Lifetime& operator=(const Lifetime&) = delete;

    /// On the stack of such a function.
    class Watch
    {
    public:
        explicit Watch(Lifetime& lifetime);
        ~Watch()
        {
            if (!m_ended)
                m_lifetime.m_innermost = m_outer;
        }
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

        bool ended() const { return m_ended; } ///< the object is gone: touch nothing of it

    private:
        friend class Lifetime;
        Lifetime& m_lifetime;
        Watch* m_outer;
        bool m_ended = false;
    };

private:
    Watch* m_innermost = nullptr;
};

} // namespace lanyard
