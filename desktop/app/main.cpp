#include "desktop/app/MainWindow.h"
#include "desktop/widgets/Theme.h"

#include <QApplication>

int main(int argumentCount, char **arguments)
{
    QApplication application(argumentCount, arguments);
    mergeloom::Theme theme(application);
    mergeloom::MainWindow window;
    window.show();
    return QApplication::exec();
}
