#include "service/sandbox/ProxyListener.h"

#include "service/sandbox/LauncherProtocol.h"

#include <arpa/inet.h>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mergeloom::launcher {

bool handOverListener(std::uint16_t port)
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listener < 0 || bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0
        || listen(listener, SOMAXCONN) != 0)
        return false;
    char word = listenerComes;
    iovec said{&word, 1};
    alignas(cmsghdr) char room[CMSG_SPACE(sizeof listener)]{};
    msghdr message{};
    message.msg_iov = &said;
    message.msg_iovlen = 1;
    message.msg_control = room;
    message.msg_controllen = sizeof room;
    cmsghdr *beside = CMSG_FIRSTHDR(&message);
    beside->cmsg_level = SOL_SOCKET;
    beside->cmsg_type = SCM_RIGHTS;
    beside->cmsg_len = CMSG_LEN(sizeof listener);
    std::memcpy(CMSG_DATA(beside), &listener, sizeof listener);
    const bool isSent = sendmsg(channelDescriptor, &message, MSG_NOSIGNAL) == 1;
    close(listener); // the worker has it; nothing in here may accept what comes in
    return isSent;
}

} // namespace mergeloom::launcher
