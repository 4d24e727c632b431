#include "service/platform/DescriptorChannel.h"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace mergeloom {

FileDescriptor receiveDescriptor(const FileDescriptor &channel, std::chrono::milliseconds timeLimit)
{
    pollfd readable{channel.get(), POLLIN, 0};
    while (::poll(&readable, 1, int(timeLimit.count())) < 0)
        if (errno != EINTR)
            return {};
    char word = 0;
    iovec said{&word, 1};
    alignas(cmsghdr) char room[CMSG_SPACE(sizeof(int))]{};
    msghdr message{};
    message.msg_iov = &said;
    message.msg_iovlen = 1;
    message.msg_control = room;
    message.msg_controllen = sizeof room;
    if (::recvmsg(channel.get(), &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) != 1)
        return {};
    for (cmsghdr *beside = CMSG_FIRSTHDR(&message); beside; beside = CMSG_NXTHDR(&message, beside)) {
        if (beside->cmsg_level != SOL_SOCKET || beside->cmsg_type != SCM_RIGHTS
            || beside->cmsg_len != CMSG_LEN(sizeof(int)))
            continue;
        int descriptor = -1;
        std::memcpy(&descriptor, CMSG_DATA(beside), sizeof descriptor);
        return FileDescriptor(descriptor);
    }
    return {};
}

} // namespace mergeloom
