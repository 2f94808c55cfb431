import { notHere } from "@/lib/http/not-here";

export { notHere as DELETE, notHere as GET, notHere as PATCH, notHere as POST, notHere as PUT };
