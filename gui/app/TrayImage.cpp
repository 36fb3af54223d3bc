#include "gui/app/TrayImage.h"

#include "gui/widgets/Glyph.h"
#include "gui/widgets/Theme.h"

#include <QGuiApplication>
#include <QPainter>

namespace lanyard {
namespace {

constexpr int kTraySizes[] = {16, 22, 24, 32, 44, 48, 64};
constexpr int kWindowSizes[] = {16, 24, 32, 48, 64, 128, 256};
constexpr double kDotShare = 0.44; ///< of the icon's side
constexpr double kGapShare = 0.06; ///< around the dot, so that it stands free

QImage badge(int side)
{
    QImage image(side, side, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paintGlyph(painter, Glyph::Lanyard, QRectF(0, 0, side, side), Qt::black);
    return image;
}

QImage withoutColour(const QImage& image)
{
    QImage grey = image.convertToFormat(QImage::Format_ARGB32);
    for (int y = 0; y < grey.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(grey.scanLine(y));
        for (int x = 0; x < grey.width(); ++x) {
            const int light = qGray(line[x]);
            line[x] = qRgba(light, light, light, qAlpha(line[x]));
        }
    }
    return grey;
}

void addDot(QImage& image, const QColor& color)
{
    const double side = image.width();
    const double dot = side * kDotShare;
    const QPointF centre(side - dot / 2, side - dot / 2);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setCompositionMode(QPainter::CompositionMode_Clear);
    painter.setBrush(Qt::black);
    painter.drawEllipse(centre, dot / 2 + side * kGapShare, dot / 2 + side * kGapShare);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.setBrush(color);
    painter.drawEllipse(centre, dot / 2, dot / 2);
}

} // namespace

QIcon trayImage(ServiceState::Overall overall, Tone tone)
{
    using Overall = ServiceState::Overall;
    const bool away = overall == Overall::Stopped || overall == Overall::NotConnected || overall == Overall::Looking;
    QIcon icon;
    for (const int side : kTraySizes) {
        QImage image = badge(side);
        if (away)
            image = withoutColour(image);
        if (overall != Overall::Looking)
            addDot(image, Theme::tone(tone, QGuiApplication::palette()));
        icon.addPixmap(QPixmap::fromImage(image));
    }
    return icon;
}

QIcon windowImage()
{
    QIcon icon;
    for (const int side : kWindowSizes)
        icon.addPixmap(QPixmap::fromImage(badge(side)));
    return icon;
}

} // namespace lanyard
